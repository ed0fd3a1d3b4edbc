"""What reads a platform as it is, for `trueline snapshot` alone: nothing that judges comes here."""
