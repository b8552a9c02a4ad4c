package org.sallyport.app.command;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.sallyport.api.address.Domain;
import org.sallyport.api.config.Secret;
import org.sallyport.core.config.AdaptorSection;
import org.sallyport.core.config.FilterSection;
import org.sallyport.core.config.GatewayConfig;
import org.sallyport.core.config.ListenerSection;
import org.sallyport.core.config.MapperSection;

/** A configuration as somebody would write it who leaves nothing out. Secrets are stars. */
final class EffectiveConfig {
    private static final String SECRET = "***";

    private EffectiveConfig() {}

    static Map<String, Object> of(GatewayConfig config) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("config-version", 1);
        shown.put("node", config.node());
        shown.put("data-dir", config.dataDir().toString());
        shown.put("store", record(config.settings().store()));
        shown.put("policies", value(new TreeMap<>(config.policies())));
        Map<String, Object> adaptors = new LinkedHashMap<>();
        for (AdaptorSection<?> section : config.adaptors()) {
            adaptors.put(section.name().value(), adaptor(section));
        }
        shown.put("adaptors", adaptors);
        List<Object> chain = new ArrayList<>();
        for (MapperSection<?> section : config.mappers()) {
            chain.add(Map.of(section.name(), record(section.config())));
        }
        for (FilterSection<?> section : config.filters()) {
            chain.add(Map.of(section.name(), record(section.config())));
        }
        shown.put("chain", chain);
        List<Object> listeners = new ArrayList<>();
        for (ListenerSection<?> section : config.listeners()) {
            listeners.add(Map.of(section.name(), record(section.config())));
        }
        shown.put("listeners", listeners);
        record(config.settings()).forEach(shown::putIfAbsent);
        return shown;
    }

    private static Map<String, Object> adaptor(AdaptorSection<?> section) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("type", section.type());
        shown.putAll(record(section.config()));
        if (!(shown.get("serves") instanceof List<?> written) || written.isEmpty()) {
            shown.put("serves", section.served().stream().map(Domain::value).toList());
        }
        return shown;
    }

    private static Map<String, Object> record(Record record) {
        Map<String, Object> shown = new LinkedHashMap<>();
        for (RecordComponent component : record.getClass().getRecordComponents()) {
            Object value = value(read(component, record));
            if (value != null) {
                shown.put(kebab(component.getName()), value);
            }
        }
        return shown;
    }

    private static @Nullable Object value(@Nullable Object value) {
        return switch (value) {
            case null -> null;
            case Secret _ -> SECRET;
            case Optional<?> optional -> optional.map(EffectiveConfig::value).orElse(null);
            case Boolean plain -> plain;
            case Number plain -> plain;
            case String plain -> plain;
            case Duration duration -> duration(duration);
            case Path path -> path.toString();
            case Enum<?> constant -> word(constant);
            case Map<?, ?> map -> map(map);
            case Collection<?> list -> list.stream().map(EffectiveConfig::value).toList();
            case Record record -> isScalar(record) ? record.toString() : record(record);
            default -> value.toString();
        };
    }

    private static Map<String, Object> map(Map<?, ?> map) {
        Map<String, Object> shown = new LinkedHashMap<>();
        map.forEach((key, value) -> {
            Object inner = value(value);
            if (inner != null) {
                shown.put(String.valueOf(value(key)), inner);
            }
        });
        return shown;
    }

    private static String word(Enum<?> constant) {
        String text = constant.toString();
        return text.equals(constant.name())
                ? text.toLowerCase(Locale.ROOT).replace('_', '-')
                : text;
    }

    private static String duration(Duration duration) {
        long millis = duration.toMillis();
        if (millis % 1000 != 0 || millis == 0) {
            return millis + "ms";
        }
        long seconds = millis / 1000;
        return seconds % 3600 == 0
                ? seconds / 3600 + "h"
                : seconds % 60 == 0 ? seconds / 60 + "m" : seconds + "s";
    }

    /** A record that {@code parse} makes again from its own text is written as that text. */
    private static boolean isScalar(Record record) {
        try {
            Method parse = record.getClass().getMethod("parse", String.class);
            if (!Modifier.isStatic(parse.getModifiers())) {
                return false;
            }
            parse.setAccessible(true);
            return record.equals(parse.invoke(null, record.toString()));
        } catch (ReflectiveOperationException e) {
            return false;
        }
    }

    /** Records of plugins may be package-private. */
    private static @Nullable Object read(RecordComponent component, Record record) {
        try {
            Method accessor = component.getAccessor();
            accessor.setAccessible(true);
            return accessor.invoke(record);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("a configuration record cannot be read", e);
        }
    }

    private static String kebab(String name) {
        StringBuilder kebab = new StringBuilder();
        for (char c : name.toCharArray()) {
            if (Character.isUpperCase(c)) {
                kebab.append('-');
            }
            kebab.append(Character.toLowerCase(c));
        }
        return kebab.toString();
    }
}
