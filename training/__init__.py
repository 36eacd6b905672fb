"""How the embedded weights were made, so that anyone can make better ones: see README.md in this folder."""
