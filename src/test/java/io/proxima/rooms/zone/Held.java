package io.proxima.rooms.zone;

/** What a room that may not import this one imports all the same. */
public record Held(String text) {}
