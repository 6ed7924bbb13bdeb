package io.proxima.zone;

import io.proxima.wire.Name;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Writes a file anew as a plan says, octet for octet where the plan says nothing. A record that leaves out its owner or TTL is
 * given one where it would otherwise inherit another than it did.
 */
final class Rewriter {
    private final byte[] octets;
    private final FileWalk walk;
    private final EditPlan plan;
    private final Habits habits;
    private final ByteArrayOutputStream out;
    private int copied;
    private @Nullable Name owner;
    private long lastTtl = Ttl.NONE;

    Rewriter(MasterFile file, Name apex, EditPlan plan, Habits habits) {
        this.octets = file.octets();
        this.walk = new FileWalk(file, apex, null, Ttl.NONE);
        this.plan = plan;
        this.habits = habits;
        this.out = new ByteArrayOutputStream(octets.length + 256);
    }

    /** The octets of the file as it is to be. */
    byte[] run() throws BadEntry {
        while (walk.next()) {
            if (walk.kind() == FileWalk.Kind.RECORD) {
                copyUntil(walk.start());
                record();
                copied = walk.end();
                for (EditPlan.Added added : plan.addedAfter(walk.ordinal())) {
                    add(added);
                }
            }
        }
        copyUntil(octets.length);
        return out.toByteArray();
    }

    private void copyUntil(int end) {
        out.write(octets, copied, end - copied);
        copied = end;
    }

    private void record() throws BadEntry {
        switch (plan.step(walk.ordinal())) {
            case EditPlan.Step.Remove _ -> removed();
            case EditPlan.Step.Write write -> kept(write.ttl(), write.rdata());
            case null -> kept(walk.ttl(), null);
        }
    }

    /** Where the last line goes and had no end, the one before has none either, unless it is blank. */
    private void removed() {
        if (endsLine(octets, walk.end())) {
            return;
        }
        byte[] before = out.toByteArray();
        int length = before.length;
        if (endsLine(before, length)) {
            length -= length > 1 && before[length - 2] == '\r' ? 2 : 1;
        }
        if (length > 0 && before[length - 1] != '\n') {
            out.reset();
            out.write(before, 0, length);
        }
    }

    private void kept(long ttl, @Nullable Rdata rdata) throws BadEntry {
        Name own = walk.owner();
        boolean blank = walk.words().beginsBlank();
        String pinned =
                blank && own != null && !Objects.equals(own, owner) ? shown(own, habits.relativeOwners()) : null;
        String stated = stated(ttl);
        String text = rdata == null
                ? null
                : RecordText.of(walk.type(), rdata.octets(), walk.origin(), habits.relativeTargets());
        EntryPatch patch = new EntryPatch(walk);
        if (text != null && !patch.rdata(text)) {
            String written = blank ? "" : walk.words().text(0);
            String type = walk.words().text(walk.typeWord());
            write(new EntryLine(walk).write(pinned == null ? written : pinned, stated, type, text));
            out.writeBytes(patch.tail());
        } else {
            if (pinned != null) {
                patch.owner(pinned);
            }
            patch.ttl(stated);
            out.writeBytes(patch.apply());
        }
        owner = own;
        told(ttl, stated);
    }

    /** How a record of a TTL is to state it here; null where it need not. */
    private @Nullable String stated(long ttl) {
        boolean was = walk.ttlWord() >= 0;
        boolean inherits = ttl == walk.inherited(lastTtl);
        if (was && (ttl == walk.ttl() || !inherits || habits.statesTtls())) {
            String like = walk.words().text(walk.ttlWord());
            return ttl == walk.ttl() ? like : Ttl.text(ttl, like);
        }
        return inherits ? null : Long.toString(ttl);
    }

    private void told(long ttl, @Nullable String stated) {
        if (stated != null || walk.defaultTtl() == Ttl.NONE) {
            lastTtl = ttl;
        }
    }

    private void add(EditPlan.Added added) {
        boolean leftOut = Objects.equals(added.owner(), owner)
                && (walk.words().beginsBlank() || habits.leavesOwnersOut())
                && !(plan.step(walk.ordinal()) instanceof EditPlan.Step.Remove);
        boolean relative = walk.words().beginsBlank() ? habits.relativeOwners() : !Habits.endsInDot(walk.words(), 0);
        Name there = walk.owner();
        Name known = there != null && added.owner().equals(there) ? there : added.owner();
        String ttl = null;
        if (added.ttl() != walk.inherited(lastTtl) || walk.ttlWord() >= 0 || (lastTtl == Ttl.NONE && unstated())) {
            ttl = walk.ttlWord() >= 0
                    ? Ttl.text(added.ttl(), walk.words().text(walk.ttlWord()))
                    : Long.toString(added.ttl());
        }
        String line = new EntryLine(walk)
                .write(
                        leftOut ? "" : shown(known, relative),
                        ttl,
                        Types.name(added.type()),
                        RecordText.of(added.type(), added.rdata().octets(), walk.origin(), habits.relativeTargets()));
        String end = lineEnd();
        boolean endsLine = out.size() == 0 || endsLine(octets, walk.end());
        write(endsLine ? line + end : end + line);
        owner = added.owner();
        told(added.ttl(), ttl);
    }

    private boolean unstated() {
        return walk.defaultTtl() == Ttl.NONE;
    }

    private String shown(Name name, boolean relative) {
        return RecordText.name(name, walk.origin(), relative);
    }

    private void write(String text) {
        out.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    }

    private String lineEnd() {
        int end = walk.end();
        if (!endsLine(octets, end)) {
            for (end = 0; end < octets.length && !endsLine(octets, end); ) {
                end++;
            }
        }
        return end > 1 && endsLine(octets, end) && octets[end - 2] == '\r' ? "\r\n" : "\n";
    }

    private static boolean endsLine(byte[] octets, int end) {
        return end > 0 && octets[end - 1] == '\n';
    }
}
