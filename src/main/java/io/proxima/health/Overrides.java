package io.proxima.health;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;

/**
 * What operators and schedules say of members, above every check: a register a member, the later of two wins.
 *
 * <p>Taking registers is commutative, associative and idempotent, so replicas that took the same ones in whatever order
 * and however often agree. It is told what happens ({@link #heard}, {@link #take}) and asked afterwards, and at least
 * every second for what time means, by {@link #changes}.
 *
 * <p>Whether a word's time is over is judged by each replica on its own wall clock, which is handed in. Nothing here does
 * I/O. Confined to one thread.
 */
public final class Overrides {
    /** More members than this are not remembered: peers are many words, but not without end. */
    private static final int MEMBERS_AT_MOST = 100_000;

    private final String node;
    private final SequencedMap<PoolMember, OverrideRegister> registers = new TreeMap<>();
    private Map<PoolMember, MemberOverride> inForce = Map.of();
    private long clock;
    private boolean unsaved;

    /** None said yet. */
    public Overrides(String node) {
        this.node = node;
    }

    /** Takes the registers of an earlier run; before anything else is told. */
    public void restore(Collection<OverrideRegister> saved) {
        saved.forEach(this::merge);
        unsaved = false;
    }

    /**
     * The registers that saying something of members makes, later than all that is known; nothing is taken yet, so that
     * they can be kept on disk first.
     */
    public List<OverrideRegister> proposed(Collection<PoolMember> members, MemberOverride override) {
        return members.stream()
                .map(member -> new OverrideRegister(member, clock + 1, node, override))
                .toList();
    }

    /** Takes registers that this replica made. */
    public void take(Collection<OverrideRegister> own) {
        own.forEach(this::merge);
    }

    /** Takes a register from another replica, in any order and as often as it comes. */
    public void heard(OverrideRegister register) {
        merge(register);
    }

    private void merge(OverrideRegister register) {
        clock = Math.max(clock, register.counter());
        OverrideRegister last = registers.get(register.member());
        boolean news = last == null ? registers.size() < MEMBERS_AT_MOST : register.follows(last);
        if (news) {
            registers.put(register.member(), register);
            unsaved = true;
        }
    }

    /**
     * Works out what follows from all that was told since the last call, and from the time that passed.
     *
     * @param scheduled what schedules say now; an operator's word stands above them
     * @return each member of which something else holds than before
     */
    public List<HealthEvent.Overridden> changes(Map<PoolMember, MemberOverride> scheduled, long nowMillis) {
        unsaved |= registers.values().removeIf(register -> register.forgettable(nowMillis));
        Map<PoolMember, MemberOverride> now = new HashMap<>(scheduled);
        registers.forEach((member, register) -> {
            if (register.override().inForce(nowMillis)) {
                now.put(member, register.override());
            }
        });
        List<HealthEvent.Overridden> changes = new ArrayList<>();
        inForce.forEach((member, before) -> {
            if (!now.containsKey(member)) {
                changes.add(new HealthEvent.Overridden(member, ended(member, before, nowMillis), nowMillis));
            }
        });
        now.forEach((member, override) -> {
            if (!override.equals(inForce.get(member))) {
                changes.add(new HealthEvent.Overridden(member, override, nowMillis));
            }
        });
        inForce = Map.copyOf(now);
        changes.sort((a, b) -> a.member().compareTo(b.member()));
        return List.copyOf(changes);
    }

    /** Who took a word back, or that its time was over. */
    private MemberOverride ended(PoolMember member, MemberOverride before, long nowMillis) {
        OverrideRegister register = registers.get(member);
        return register != null && !before.scheduled() && register.override().word() == OverrideWord.AUTO
                ? register.override()
                : new MemberOverride(
                        OverrideWord.AUTO,
                        MemberOverride.NO_END,
                        before.owner(),
                        "its time is over",
                        nowMillis,
                        before.scheduled());
    }

    /** What holds, as of the last {@link #changes}. */
    public Map<PoolMember, MemberOverride> inForce() {
        return inForce;
    }

    /** What is known of a member, in force or not. */
    public Optional<OverrideRegister> register(PoolMember member) {
        return Optional.ofNullable(registers.get(member));
    }

    /** All that is known, tombstones among it, by member. */
    public List<OverrideRegister> registers() {
        return List.copyOf(registers.values());
    }

    /** All that is known where that changed since the last call; for those who keep it. */
    public Optional<List<OverrideRegister>> unsaved() {
        if (!unsaved) {
            return Optional.empty();
        }
        unsaved = false;
        return Optional.of(registers());
    }
}
