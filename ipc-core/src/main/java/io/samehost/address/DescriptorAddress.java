package io.samehost.address;

/**
 * A socket that this process was started with, by the number of its descriptor: one that listens, or a connection. To anybody
 * else it means nothing.
 *
 * @param number 0 or more
 */
public record DescriptorAddress(int number) implements Address {
    private static final String DIGITS = "[0-9]{1,9}";

    /** @throws IllegalArgumentException if the number is negative */
    public DescriptorAddress {
        if (number < 0) {
            throw bad(Integer.toString(number));
        }
    }

    static DescriptorAddress parse(String text) {
        if (!text.matches(DIGITS)) {
            throw bad(text);
        }
        return new DescriptorAddress(Integer.parseInt(text));
    }

    private static IllegalArgumentException bad(String number) {
        return new IllegalArgumentException("no descriptor: descriptor=" + number + ", write fd:3 for example");
    }

    @Override
    public String toString() {
        return "fd:" + number;
    }
}
