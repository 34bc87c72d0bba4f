// A source for the targets that own precompiled headers and nothing else.
