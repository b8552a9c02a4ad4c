package org.sallyport.app.command;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.sallyport.app.base.Clean;
import org.sallyport.app.base.ExitCode;
import org.sallyport.app.base.Json;
import org.sallyport.core.config.ConfigResult;
import org.sallyport.core.config.Problem;
import org.sallyport.core.plugin.PluginCatalog;
import picocli.CommandLine.Command;

/** {@code config check}. */
@Command(
        name = "check",
        description = "Say everything that is wrong in the configuration, at once.")
final class ConfigCheckCommand implements Callable<Integer> {
    private final SallyportCommand root;

    ConfigCheckCommand(SallyportCommand root) {
        this.root = root;
    }

    @Override
    public Integer call() {
        PluginCatalog catalog = root.catalog();
        ConfigResult result = root.load(catalog);
        boolean valid = result instanceof ConfigResult.Loaded && catalog.problems().isEmpty();
        if (root.json()) {
            root.print(document(catalog, result, valid));
        } else {
            text(catalog, result, valid);
        }
        return valid ? ExitCode.OK : ExitCode.WRONG;
    }

    private void text(PluginCatalog catalog, ConfigResult result, boolean valid) {
        catalog.problems().forEach(problem -> root.say(Clean.of("plugins: " + problem)));
        boolean warnings = result instanceof ConfigResult.Loaded;
        result.problems().forEach(problem -> root.say(Lines.of(problem, warnings)));
        if (valid) {
            root.say(root.configFile() + ": good");
        }
    }

    private static Map<String, Object> document(
            PluginCatalog catalog, ConfigResult result, boolean valid) {
        Map<String, Object> document = Json.document();
        document.put("valid", valid);
        boolean loaded = result instanceof ConfigResult.Loaded;
        document.put("problems", loaded ? List.of() : problems(result));
        document.put("warnings", loaded ? problems(result) : List.of());
        document.put("plugin-problems", catalog.problems());
        return document;
    }

    private static List<Object> problems(ConfigResult result) {
        List<Object> list = new ArrayList<>();
        for (Problem problem : result.problems()) {
            Map<String, Object> map = new LinkedHashMap<>();
            map.put("file", problem.file());
            map.put("line", problem.line());
            map.put("column", problem.column());
            map.put("what", problem.what());
            map.put("remedy", problem.remedy());
            list.add(map);
        }
        return list;
    }
}
