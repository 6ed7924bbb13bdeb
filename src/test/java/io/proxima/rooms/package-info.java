/** A small house with every fault that {@code RoomsTest} must find; nothing here is run. */
package io.proxima.rooms;
