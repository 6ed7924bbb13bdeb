package io.proxima.cluster;

import io.proxima.store.ReleaseStamp;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import org.jspecify.annotations.Nullable;

/**
 * What stands behind the head of a message about a release: stamp (counter 8, node 2 + n), content, release and list (2 + n
 * each), list's octets 4, answering 1, author, reason (2 + n each), refused stamp (8, 2 + n), why (2 + n).
 */
final class NewsCode {
    private static final int MAX_NAME_OCTETS = 255;
    private static final int MAX_HASH_OCTETS = 64;

    private NewsCode() {}

    static void put(ByteBuffer out, ReleaseNews news) {
        stamp(out, news.stamp());
        Texts.put(out, news.content());
        Texts.put(out, news.release());
        Texts.put(out, news.list());
        out.putInt(news.listOctets()).put((byte) (news.answering() ? 1 : 0));
        Texts.put(out, news.author());
        Texts.put(out, news.reason());
        stamp(out, news.refused());
        Texts.put(out, news.why());
    }

    static @Nullable ReleaseNews take(ByteBuffer in, String node, long epoch, long sequence)
            throws CharacterCodingException {
        ReleaseStamp stamp = stamp(in);
        String content = Texts.take(in, MAX_HASH_OCTETS);
        String release = Texts.take(in, MAX_HASH_OCTETS);
        String list = Texts.take(in, MAX_HASH_OCTETS);
        int listOctets = in.getInt();
        boolean answering = in.get() != 0;
        String author = Texts.take(in, 4 * ReleaseNews.AUTHOR_LENGTH);
        String reason = Texts.take(in, 4 * ReleaseNews.REASON_LENGTH);
        ReleaseStamp refused = stamp(in);
        String why = Texts.take(in, 4 * ReleaseNews.REASON_LENGTH);
        return stamp == null || refused == null || listOctets < 0 || !hash(content) || !(list.isEmpty() || hash(list))
                ? null
                : new ReleaseNews(
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

    private static boolean hash(String text) {
        return text.matches("[0-9a-f]{64}");
    }

    private static void stamp(ByteBuffer out, ReleaseStamp stamp) {
        out.putLong(stamp.counter());
        Texts.put(out, stamp.node());
    }

    private static @Nullable ReleaseStamp stamp(ByteBuffer in) throws CharacterCodingException {
        long counter = in.getLong();
        String node = Texts.take(in, MAX_NAME_OCTETS);
        return counter < 0 ? null : new ReleaseStamp(counter, node);
    }
}
