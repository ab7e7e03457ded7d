package io.samehost.address;

import java.util.Locale;
import java.util.Objects;

/**
 * An AF_UNIX stream socket.
 *
 * @param name a path, absolute or relative to the working directory; or with {@code isAbstract} a Linux abstract name
 *     without its leading {@code @} (in the kernel: NUL)
 * @param provider who must open it; an abstract name is junixsocket's in any case
 */
public record UnixAddress(String name, boolean isAbstract, UnixProvider provider) implements Address {

    /**
     * @throws IllegalArgumentException if the name is empty or could not be read back from text, or if the JDK is to
     *     open an abstract name
     */
    public UnixAddress {
        Objects.requireNonNull(provider, "provider");
        if (isAbstract) {
            AddressText.checkName("name", name);
        } else {
            AddressText.checkPath(name);
        }
        if (isAbstract && provider == UnixProvider.JDK) {
            throw new IllegalArgumentException("the JDK has no abstract names: name=@" + name
                    + " provider=jdk, leave the option out to use junixsocket");
        }
    }

    @Override
    public String toString() {
        String option = provider == UnixProvider.ANY
                ? ""
                : "?provider=" + provider.name().toLowerCase(Locale.ROOT);
        return "unix:" + (isAbstract ? "@" : "") + name + option;
    }
}
