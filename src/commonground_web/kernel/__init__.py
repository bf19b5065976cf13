"""What every room stands on: compartments, sealed fields, the audit, access and accounts."""
