package io.proxima.cluster;

import io.proxima.health.MemberOverride;
import io.proxima.health.OverrideRegister;
import io.proxima.health.OverrideWord;
import io.proxima.health.PoolMember;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What stands behind the head of a message about an override; its octets are drawn at {@link Seal}. */
final class OverrideCode {
    private static final int MAX_OWNER_OCTETS = 4 * MemberOverride.OWNER_LENGTH;

    private OverrideCode() {}

    static void put(ByteBuffer out, OverrideRegister register) {
        MemberOverride override = register.override();
        Texts.put(out, register.member().zone());
        Texts.put(out, register.member().pool());
        Texts.put(out, register.member().member());
        out.put(Codes.of(override.word())).putLong(override.untilMillis()).putLong(override.setAtMillis());
        Texts.put(out, override.owner());
        Texts.put(out, override.reason());
    }

    static @Nullable OverrideRegister take(ByteBuffer in, String node, long counter) throws CharacterCodingException {
        PoolMember member = new PoolMember(
                Texts.take(in, Seal.MAX_MEMBER_OCTETS),
                Texts.take(in, Seal.MAX_NAME_OCTETS),
                Texts.take(in, Seal.MAX_MEMBER_OCTETS));
        Optional<OverrideWord> said = Codes.word(in.get());
        long untilMillis = in.getLong();
        long setAtMillis = in.getLong();
        String owner = Texts.take(in, MAX_OWNER_OCTETS);
        String reason = Texts.take(in, Seal.MAX_REASON_OCTETS);
        return counter <= 0 || said.isEmpty()
                ? null
                : new OverrideRegister(
                        member,
                        counter,
                        node,
                        new MemberOverride(said.get(), untilMillis, owner, reason, setAtMillis, false));
    }
}
