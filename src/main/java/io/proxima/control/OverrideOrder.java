package io.proxima.control;

import io.proxima.health.MemberOverride;

/**
 * What an operator orders.
 *
 * @param target of whom, as written
 * @param override what is said; {@code AUTO} takes back
 * @param drainsOnly whether only drains are taken back
 * @param force though fewer would serve than are needed
 */
public record OverrideOrder(String target, MemberOverride override, boolean drainsOnly, boolean force) {}
