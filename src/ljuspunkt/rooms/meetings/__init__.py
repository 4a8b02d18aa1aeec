"""Events: invitations, registration, changes that are told, attendance."""
