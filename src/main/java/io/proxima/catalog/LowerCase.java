package io.proxima.catalog;

import io.proxima.wire.Name;
import io.proxima.wire.NameView;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Labels as the trees keep them: ASCII letters in lower case (RFC 4343). */
final class LowerCase {
    private LowerCase() {}

    /** A name's labels, the one next to the root first. */
    static List<byte[]> labelsFromRoot(Name name) {
        List<byte[]> labels = new ArrayList<>();
        for (Name at = name; at.labelCount() > 0; at = at.parent()) {
            byte[] label = at.firstLabel();
            for (int i = 0; i < label.length; i++) {
                label[i] = (byte) NameView.lower(label[i] & 0xff);
            }
            labels.add(label);
        }
        Collections.reverse(labels);
        return labels;
    }
}
