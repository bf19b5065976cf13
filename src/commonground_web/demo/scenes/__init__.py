"""What people of the demo did, room by room; each scene calls actions as they would."""
