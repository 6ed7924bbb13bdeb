package io.proxima.scenario;

import io.proxima.net.Prefix;
import java.util.List;

/**
 * A scenario file as it was read.
 *
 * @param file the path, for messages
 * @param origin what relative names in questions and answers are completed with: the apex of the first zone
 * @param believed the resolvers whose client subnet is believed
 */
record Scenario(String file, String origin, List<Prefix> believed, List<Step> steps) {}
