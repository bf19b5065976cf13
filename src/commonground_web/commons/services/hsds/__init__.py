"""HSDS 3.1, the Human Services Data Specification: directories read, checked and written."""
