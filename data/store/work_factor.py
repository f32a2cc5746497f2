"""How slow it is to try a password or a passphrase: OWASP's argon2id with 19 MiB, two passes."""

MEMORY_KIB = 19 * 1024
PASSES = 2
LANES = 1
