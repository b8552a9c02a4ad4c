package org.sallyport.app.command;

import java.util.Map;
import java.util.concurrent.Callable;
import org.sallyport.app.base.ExitCode;
import org.sallyport.app.base.Json;
import org.sallyport.core.config.GatewayConfig;
import picocli.CommandLine.Command;
import tools.jackson.dataformat.yaml.YAMLMapper;
import tools.jackson.dataformat.yaml.YAMLWriteFeature;

/** {@code config show}. */
@Command(name = "show", description = "Show the configuration with all defaults; secrets as ***.")
final class ConfigShowCommand implements Callable<Integer> {
    private final SallyportCommand root;

    ConfigShowCommand(SallyportCommand root) {
        this.root = root;
    }

    @Override
    public Integer call() {
        GatewayConfig config = new CheckedConfig(root).load().config();
        Map<String, Object> shown = EffectiveConfig.of(config);
        if (root.json()) {
            Map<String, Object> document = Json.document();
            document.put("config", shown);
            root.print(document);
        } else {
            YAMLMapper yaml =
                    YAMLMapper.builder()
                            .disable(YAMLWriteFeature.WRITE_DOC_START_MARKER)
                            .enable(YAMLWriteFeature.MINIMIZE_QUOTES)
                            .build();
            root.say(yaml.writeValueAsString(shown).stripTrailing());
        }
        return ExitCode.OK;
    }
}
