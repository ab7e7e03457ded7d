package io.samehost.cli.client.json;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.GenericDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import com.google.protobuf.util.JsonFormat.TypeRegistry;
import io.samehost.cli.Nearest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Pattern;

/** Services, messages and enums, by their names. Immutable. */
public final class Schema {
    /** May hold a message of a file that none of these files imports. */
    private static final String ANY = "google.protobuf.Any";

    /** Warns of a type that two files have, which nobody can help: the first one counts. A field, so that it is not forgotten. */
    private static final Logger REGISTRY = Logger.getLogger(JsonFormat.class.getName());

    static {
        REGISTRY.setLevel(Level.OFF);
    }

    private static final Pattern PACKAGE = Pattern.compile("[A-Za-z0-9_.]*");

    private final Map<String, ServiceDescriptor> services = new TreeMap<>();
    private final Map<String, GenericDescriptor> types = new TreeMap<>();
    private final TypeRegistry inAny;

    private Schema(Collection<FileDescriptor> files) {
        TypeRegistry.Builder registry = TypeRegistry.newBuilder();
        for (FileDescriptor file : files) {
            if (!PACKAGE.matcher(file.getPackage())
                    .matches()) { // of all names protobuf's own check leaves out this one
                throw new BadSchemaException(
                        "no name for a package: file=" + file.getName() + " package=" + file.getPackage(), null);
            }
            file.getServices().forEach(service -> services.put(service.getFullName(), service));
            file.getEnumTypes().forEach(type -> types.put(type.getFullName(), type));
            file.getMessageTypes().forEach(this::add);
            registry.add(file.getMessageTypes());
        }
        if (types.containsKey(ANY)) {
            WellKnownTypes.files().stream()
                    .flatMap(file -> file.getMessageTypes().stream())
                    .filter(type -> !types.containsKey(type.getFullName()))
                    .forEach(registry::add);
        }
        inAny = registry.build();
    }

    private void add(Descriptor message) {
        if (!message.getOptions().getMapEntry()) {
            types.put(message.getFullName(), message);
        } else if (message.findFieldByNumber(1) == null || message.findFieldByNumber(2) == null) {
            throw new BadSchemaException("map lacks its key or value: message=" + message.getFullName(), null);
        }
        for (FieldDescriptor field : message.getFields()) {
            if (field.getJsonName().chars().anyMatch(c -> c < ' ' || c == '"' || c == '\\')) {
                throw new BadSchemaException(
                        "no name for JSON: field=" + field.getFullName() + " name=" + field.getJsonName(), null);
            }
        }
        message.getEnumTypes().forEach(type -> types.put(type.getFullName(), type));
        message.getNestedTypes().forEach(this::add);
    }

    /**
     * What serialised {@code google.protobuf.FileDescriptorSet}s say together, each file behind those that it imports. A file that
     * is in several of them counts once.
     *
     * @throws BadSchemaException if they are none, or lack a file
     */
    public static Schema of(List<byte[]> sets) {
        Map<String, FileDescriptorProto> files = new LinkedHashMap<>();
        for (byte[] set : sets) {
            try {
                FileDescriptorSet.parseFrom(set).getFileList().forEach(file -> files.putIfAbsent(file.getName(), file));
            } catch (InvalidProtocolBufferException e) {
                throw new BadSchemaException("not a set of descriptors: cause=" + e.getMessage(), e);
            }
        }
        try {
            return new Schema(linked(files.values()));
        } catch (StackOverflowError e) {
            throw new BadSchemaException("descriptors are too deep: files=" + files.size(), e);
        }
    }

    /** Every set has a file behind those that it imports: so a server has promised it, and so {@code protoc} writes it. */
    private static Collection<FileDescriptor> linked(Collection<FileDescriptorProto> files) {
        Map<String, FileDescriptor> linked = new LinkedHashMap<>();
        for (FileDescriptorProto file : files) {
            if (!linked.keySet().containsAll(file.getDependencyList())) {
                throw new BadSchemaException(
                        "descriptors lack what a file imports: file=" + file.getName() + " imports="
                                + file.getDependencyList() + ", use protoc with --include_imports",
                        null);
            }
            linked.put(file.getName(), link(file, linked));
        }
        return linked.values();
    }

    private static FileDescriptor link(FileDescriptorProto file, Map<String, FileDescriptor> linked) {
        FileDescriptor[] imports =
                file.getDependencyList().stream().map(linked::get).toArray(FileDescriptor[]::new);
        try {
            return FileDescriptor.buildFrom(file, imports);
        } catch (DescriptorValidationException | RuntimeException e) {
            throw new BadSchemaException(
                    "descriptors make no sense: file=" + file.getName() + " cause=" + e.getMessage(), e);
        }
    }

    /** A method as calls have it. */
    public Optional<JsonMethod> method(String service, String name) {
        return Optional.ofNullable(services.get(service))
                .map(found -> found.findMethodByName(name))
                .map(found -> new JsonMethod(found, inAny));
    }

    /** The names of all methods, as {@code SERVICE/METHOD}. */
    public List<String> methods() {
        return List.copyOf(signatures().keySet());
    }

    /** What the methods take and give, by names as {@code SERVICE/METHOD}. */
    public Map<String, MethodSignature> signatures() {
        Map<String, MethodSignature> signatures = new TreeMap<>();
        for (ServiceDescriptor service : services.values()) {
            for (MethodDescriptor method : service.getMethods()) {
                signatures.put(
                        service.getFullName() + "/" + method.getName(),
                        new MethodSignature(
                                method.getInputType().getFullName(),
                                method.getOutputType().getFullName()));
            }
        }
        return signatures;
    }

    List<ServiceDescriptor> services() {
        return List.copyOf(services.values());
    }

    /** Values of {@code google.protobuf.Any} as JSON. */
    JsonMessages messages() {
        return new JsonMessages(inAny);
    }

    /**
     * What a name stands for: a service, a method written {@code SERVICE/METHOD} or {@code SERVICE.METHOD}, a message or an
     * enum.
     *
     * @throws IllegalArgumentException if there is none; it names the nearest
     */
    GenericDescriptor find(String name) {
        GenericDescriptor found = types.get(name);
        if (found == null) {
            found = services.get(name);
        }
        if (found == null) {
            found = methodOf(name.replace('/', '.'));
        }
        if (found == null) {
            throw new IllegalArgumentException("no such name in the schema: name=" + name + nearest(name));
        }
        return found;
    }

    private MethodDescriptor methodOf(String name) {
        int dot = name.lastIndexOf('.');
        ServiceDescriptor service = dot < 0 ? null : services.get(name.substring(0, dot));
        return service == null ? null : service.findMethodByName(name.substring(dot + 1));
    }

    private String nearest(String name) {
        List<String> names = new ArrayList<>(types.keySet());
        names.addAll(services.keySet());
        names.addAll(methods());
        return Nearest.to(name, names)
                .map(near -> ", did you mean " + near + "?")
                .orElse("");
    }
}
