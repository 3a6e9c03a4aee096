mod create;
mod list;
mod revoke;

/// Public keys that nobody has the private half of.
const KEYS: [&str; 3] = [
    "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGJhcmVseS1hLWtleS1idXQtMzItb2N0ZXRzISEhISEh ada@laptop",
    "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGFub3RoZXIta2V5LW9mLXRoaXJ0eS10d28tb2N0ZXRz",
    "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHRoZS10aGlyZC1rZXktaGFzLW9ubHktMzItb2N0ZXRz bob@desk",
];
