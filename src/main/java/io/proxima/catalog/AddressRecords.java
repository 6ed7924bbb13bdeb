package io.proxima.catalog;

import io.proxima.steer.PlanAddress;
import io.proxima.steer.PoolPlan;
import io.proxima.wire.EncodedRrset;
import io.proxima.wire.RrType;
import java.util.List;

/** The addresses of pools as records ready to be copied; their TTL is the steered name's and written over. */
final class AddressRecords {
    private AddressRecords() {}

    static EncodedRrset[] of(PoolPlan pool) {
        return pool.addresses().stream().map(AddressRecords::record).toArray(EncodedRrset[]::new);
    }

    private static EncodedRrset record(PlanAddress address) {
        byte[] rdata = address.address().getAddress();
        return EncodedRrset.of(address.ipv6() ? RrType.AAAA : RrType.A, 0, List.of(rdata));
    }
}
