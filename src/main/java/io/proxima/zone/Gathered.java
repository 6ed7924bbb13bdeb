package io.proxima.zone;

import io.proxima.source.Finding;
import io.proxima.source.Findings;
import io.proxima.source.Place;
import io.proxima.wire.Name;
import io.proxima.wire.RrType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All records of a zone by owner and type, and questions about them; records come first, questions after.
 *
 * <p>Of a whole file, owners of nothing but addresses, texts and the like are finished as soon as another owner comes, and where
 * they stand is forgotten: a zone of millions would need as much memory again for what few findings say. Where one says it
 * after all, {@link #lacksPlaces} tells so, and the file is to be read once more into one that keeps all places.
 */
final class Gathered {
    /** Where no place is known. */
    private static final Place NOWHERE = new Place("", 0, 0);

    private static final String AT_NOWHERE = " in line 0";
    private static final int MOST_EXPECTED = 1 << 26;

    private final Name apex;
    private final NameIndex index = new NameIndex();
    /** By the numbers of the index. */
    private final OwnerList owners = new OwnerList(index);

    private final boolean forgets;
    private final Doubled doubled;
    private final Set<Integer> brokenTypes = new HashSet<>();
    private final List<@Nullable Name> about = new ArrayList<>();
    private final @Nullable NameSet wanted;
    private @Nullable Zone rest;
    private boolean concernsApex;
    private boolean partial;
    private @Nullable OwnerDraft last;
    private int lastNumber;

    Gathered(Name apex) {
        this(apex, null, false);
    }

    private Gathered(Name apex, @Nullable NameSet wanted, boolean forgets) {
        this.apex = apex;
        this.wanted = wanted;
        this.forgets = forgets;
        this.doubled = new Doubled(apex);
    }

    /** One that forgets where it can. */
    static Gathered forgetful(Name apex) {
        return new Gathered(apex, null, true);
    }

    /** Takes records of some owners only. */
    static Gathered of(Name apex, NameSet wanted) {
        return new Gathered(apex, wanted, false);
    }

    /**
     * Knows from now on the other owners of the zone that these are of, too, though they are not among {@link #owners} but for
     * some of them.
     */
    void within(Zone zone, Iterable<Name> some) {
        rest = zone;
        concernsApex = wanted != null && wanted.contains(apex);
        for (Name name : some) {
            concernsApex |= name.equals(apex);
            zone.owner(name).filter(_ -> index.find(name) < 0).ifPresent(owner -> {
                var _ = index.findOrAdd(name);
                owners.add(OwnerDraft.of(owner, Place.start(zone.file())));
            });
        }
    }

    /** Takes the record of an entry; gives the name as its owner first came. */
    Name add(Name name, int type, long ttl, Rdata rdata, Words words, Findings findings) {
        if (wanted != null && !wanted.contains(name)) {
            return name;
        }
        OwnerDraft owner = last;
        if (owner == null || !owner.name().equals(name)) {
            if (forgets && last != null && last.isPlain() && !doubled.is(last.name())) {
                var _ = owners.finish(lastNumber);
            }
            lastNumber = index.findOrAdd(name);
            owner = owners.open(lastNumber, NOWHERE);
            last = owner;
        }
        RrsetDraft rrset = owner.rrset(type);
        if (rrset == null) {
            rrset = new RrsetDraft(name, type, ttl, words.place(0));
            owner.add(rrset);
        }
        int before = findings.size();
        rrset.add(rdata, ttl, words, findings);
        blame(owner.name(), before, findings);
        return owner.name();
    }

    /** Makes room for all of a file of which this was a part. */
    void expect(double parts) {
        int all = (int) Math.min(index.size() * parts, MOST_EXPECTED);
        index.expect(all);
        owners.expect(all);
    }

    /** Notes whom all that was found since there were so many findings is about. */
    void blame(Name owner, int before, Findings findings) {
        while (about.size() < findings.size()) {
            about.add(about.size() < before ? null : owner);
        }
    }

    /** All that was found, by place. */
    List<Said> said(Findings findings) {
        List<Said> said = new ArrayList<>();
        for (Finding finding : findings.inOrder()) {
            said.add(new Said(finding, said.size() < about.size() ? about.get(said.size()) : null));
        }
        said.sort(Comparator.comparing(each -> each.finding().place()));
        return said;
    }

    /** Whether there may be a DNAME that is not among the owners to be looked at. */
    boolean mayHaveDnames() {
        return rest != null;
    }

    /** Whether the zone's own records are to be looked at. */
    boolean checksApex() {
        return rest == null || concernsApex;
    }

    /** Notes that a record of the type was there but could not be read, so that none is said to be missing. */
    void broken(int type) {
        brokenTypes.add(type);
    }

    /** Notes that a whole file could not be read. */
    void partial() {
        partial = true;
    }

    /** Whether the absence of a type says nothing, since some records of it could not be read. */
    boolean mayLack(int type) {
        return partial || brokenTypes.contains(type);
    }

    Name apex() {
        return apex;
    }

    Doubled doubled() {
        return doubled;
    }

    /** The owners that are not forgotten, as they came. */
    Iterable<OwnerDraft> owners() {
        return owners.drafts();
    }

    /** All owners, as they came. */
    Iterable<OwnerDraft> allOwners() {
        return owners.all(NOWHERE);
    }

    /** Whether something was found of what was forgotten. */
    boolean lacksPlaces(Findings findings) {
        return forgets
                && findings.inOrder().stream().anyMatch(finding -> {
                    String hint = finding.hint();
                    return finding.place().equals(NOWHERE) || (hint != null && hint.endsWith(AT_NOWHERE));
                });
    }

    /** Whether a name owns records. */
    boolean owns(Name name) {
        return index.find(name) >= 0 || (rest != null && rest.owner(name).isPresent());
    }

    @Nullable
    RrsetDraft rrset(Name owner, int type) {
        int number = index.find(owner);
        if (number >= 0) {
            return owners.rrset(number, type, NOWHERE);
        }
        Zone others = rest;
        return others == null
                ? null
                : others.rrset(owner, type)
                        .map(rrset -> RrsetDraft.of(rrset.owner(), rrset.encoded(), Place.start(others.file())))
                        .orElse(null);
    }

    /** The highest delegation at or above a name, below the apex; null for what the zone is authoritative for. */
    @Nullable
    Name delegationOf(Name name) {
        Name highest = null;
        for (Name at = name; at.labelCount() > apex.labelCount(); at = at.parent()) {
            if (rrset(at, RrType.NS) != null) {
                highest = at;
            }
        }
        return highest;
    }

    /** The DNAME above a name, nearest to the apex; null where none is. */
    @Nullable
    RrsetDraft dnameAbove(Name name) {
        RrsetDraft highest = null;
        for (Name at = name; at.labelCount() > apex.labelCount(); ) {
            at = at.parent();
            RrsetDraft dname = rrset(at, RrType.DNAME);
            highest = dname == null ? highest : dname;
        }
        return highest;
    }

    /** Whether a name in the zone owns an address, itself or by a wildcard (RFC 4592 section 3.3). */
    boolean hasAddress(Name name) {
        Name source = Synthesis.source(rest == null ? index::exists : rest::exists, apex, name);
        return source != null && ownsAddress(source);
    }

    /** Whether the very name owns an address. */
    boolean ownsAddress(Name name) {
        return rrset(name, RrType.A) != null || rrset(name, RrType.AAAA) != null;
    }

    /** The zone they make; afterwards nothing is left here. */
    Zone finish(String file, boolean revisable) {
        int[] pointing = owners.unfinished(); // plain ones name no host
        List<Owner> all = owners.finish();
        return new Zone(
                apex,
                file,
                all,
                index,
                revisable ? Targets.of(apex, Arrays.stream(pointing).mapToObj(all::get)) : null);
    }
}
