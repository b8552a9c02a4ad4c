package org.sallyport.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.sallyport.api.address.Address;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.GatewayException;
import org.sallyport.api.link.AdaptorName;
import org.sallyport.api.name.AddressMapper;

/** What every {@link AddressMapper} owes its callers: on each side it is a bijection. */
public interface AddressMapperContract {
    /** The mapper. */
    AddressMapper mapper();

    /** The sides that the mapper's rules speak of, and one that they do not. */
    List<AdaptorName> sides();

    /** Addresses that rules speak of, presented and canonical ones, and some that they do not. */
    List<Address> addresses();

    @Test
    default void nameOutIsTheInverseOfNameIn() {
        for (AdaptorName side : sides()) {
            for (Address presented : addresses()) {
                try {
                    Address canonical = mapper().canonical(presented, side);
                    assertThat(mapper().presented(canonical, side))
                            .as("%s on %s", presented.full(), side)
                            .isEqualTo(presented);
                } catch (GatewayException e) {
                    assertThat(e.code()).isEqualTo(ErrorCode.BAD_ADDRESS);
                }
            }
        }
    }

    @Test
    default void nameInIsTheInverseOfNameOut() {
        for (AdaptorName side : sides()) {
            for (Address canonical : addresses()) {
                try {
                    Address presented = mapper().presented(canonical, side);
                    assertThat(mapper().canonical(presented, side))
                            .as("%s on %s", canonical.full(), side)
                            .isEqualTo(canonical);
                } catch (GatewayException e) {
                    assertThat(e.code()).isEqualTo(ErrorCode.BAD_ADDRESS);
                }
            }
        }
    }

    @Test
    default void mapsAtLeastOneAddressOnOneSide() {
        boolean maps = false;
        for (AdaptorName side : sides()) {
            for (Address address : addresses()) {
                try {
                    maps |= !mapper().canonical(address, side).equals(address);
                } catch (GatewayException e) {
                    assertThat(e.code()).isEqualTo(ErrorCode.BAD_ADDRESS);
                }
            }
        }
        assertThat(maps).as("some address is mapped on some side").isTrue();
    }

    @Test
    default void keepsTheDevice() {
        for (AdaptorName side : sides()) {
            for (Address address : addresses()) {
                try {
                    assertThat(mapper().canonical(address.withDevice("d1"), side).device())
                            .hasValue("d1");
                } catch (GatewayException e) {
                    assertThat(e.code()).isEqualTo(ErrorCode.BAD_ADDRESS);
                }
            }
        }
    }
}
