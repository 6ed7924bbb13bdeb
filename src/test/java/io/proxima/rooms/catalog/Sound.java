package io.proxima.rooms.catalog;

import io.proxima.rooms.zone.Held;

/** Imports what it may. */
public record Sound(Held held) {}
