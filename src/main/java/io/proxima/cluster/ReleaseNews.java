package io.proxima.cluster;

import io.proxima.store.ReleaseStamp;
import java.util.Objects;

/**
 * What a replica says of the release it serves.
 *
 * @param node who says it
 * @param epoch greater at each start of that replica
 * @param sequence greater with each thing that it says in one life
 * @param stamp of what is in force there
 * @param content which files that is, the same on all replicas that have them ({@link io.proxima.store.SharedFiles#content})
 * @param release the same with the databases there: the hash that operators see; both 64 hexadecimal digits
 * @param list the SHA-256 of the list of its files, by which it can be fetched; empty where it cannot be
 * @param listOctets how many octets that list has, deflated
 * @param answering whether none of its listeners answers from before any more
 * @param author who wanted it in force; cut to {@value #AUTHOR_LENGTH} characters
 * @param reason why; cut to {@value #REASON_LENGTH} characters
 * @param refused of what it was told and does not put in force; counter 0 for nothing
 * @param why it does not; cut to {@value #REASON_LENGTH} characters
 */
public record ReleaseNews(
        String node,
        long epoch,
        long sequence,
        ReleaseStamp stamp,
        String content,
        String release,
        String list,
        int listOctets,
        boolean answering,
        String author,
        String reason,
        ReleaseStamp refused,
        String why) {
    /** The longest author. */
    public static final int AUTHOR_LENGTH = 64;

    /** The longest reason. */
    public static final int REASON_LENGTH = 240;

    /** A stamp that no release has. */
    public static final ReleaseStamp NONE = new ReleaseStamp(0, "");

    public ReleaseNews {
        Objects.requireNonNull(node);
        Objects.requireNonNull(stamp);
        Objects.requireNonNull(refused);
        author = cut(author, AUTHOR_LENGTH);
        reason = cut(reason, REASON_LENGTH);
        why = cut(why, REASON_LENGTH);
        if (listOctets < 0) {
            throw new IllegalArgumentException("no length: " + listOctets);
        }
    }

    /** Whether this was said after another thing that the same replica said. */
    public boolean follows(ReleaseNews other) {
        return epoch != other.epoch ? epoch > other.epoch : sequence > other.sequence;
    }

    /** The same as a later thing that is said. */
    public ReleaseNews numbered(long sequence) {
        return new ReleaseNews(
                node,
                epoch,
                sequence,
                stamp,
                content,
                release,
                list,
                listOctets,
                answering,
                author,
                reason,
                refused,
                why);
    }

    private static String cut(String text, int most) {
        return text.length() <= most ? text : text.substring(0, most);
    }
}
