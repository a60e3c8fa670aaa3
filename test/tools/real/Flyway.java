import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.logging.LogManager;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;

/** Flyway's command line, as far as the tests need it, for releases whose own cannot be had as one archive. */
public class Flyway {
  public static void main(String[] args) {
    LogManager.getLogManager().reset();
    Map<String, String> settings = new HashMap<>();
    List<String> commands = new ArrayList<>();
    for (String arg : args) {
      if (!arg.startsWith("-")) commands.add(arg);
      else if (arg.contains("=") && !arg.startsWith("-outputType")) settings.put("flyway." + arg.substring(1, arg.indexOf('=')), arg.substring(arg.indexOf('=') + 1));
    }
    var flyway = org.flywaydb.core.Flyway.configure().configuration(settings).load();
    try {
      List<String> results = new ArrayList<>();
      for (String it : commands) results.add(run(flyway, it));
      System.out.println(results.size() == 1 ? results.get(0) : "{\"individualResults\":[" + String.join(",\n", results) + "]}");
    } catch (FlywayException error) {
      System.out.println("{\"error\":{\"message\":" + text(error.getMessage()) + "}}");
      System.exit(1);
    }
  }

  private static String run(org.flywaydb.core.Flyway flyway, String command) {
    return switch (command) {
      case "migrate" -> result("migrationsExecuted", flyway.migrate().migrationsExecuted);
      case "baseline" -> result("baselineVersion", text(flyway.baseline().baselineVersion));
      case "repair" -> result("repairActions", flyway.repair().repairActions.size());
      case "validate" -> {
        var validated = flyway.validateWithResult();
        yield "{\"validationSuccessful\":" + validated.validationSuccessful + ",\"allErrorMessages\":" + text(validated.getAllErrorMessages()) + "}";
      }
      case "info" -> "{\"migrations\":[" + String.join(",\n", lines(flyway.info().all())) + "]}";
      default -> throw new IllegalArgumentException(command);
    };
  }

  private static List<String> lines(MigrationInfo[] all) {
    List<String> lines = new ArrayList<>();
    for (MigrationInfo it : all) {
      String version = it.getVersion() == null ? "" : it.getVersion().getVersion();
      lines.add("{\"version\":" + text(version) + ",\"description\":" + text(it.getDescription()) + ",\"type\":" + text(it.getType().name())
          + ",\"state\":" + text(it.getState().getDisplayName()) + "}");
    }
    return lines;
  }

  private static String result(String name, Object value) {
    return "{\"" + name + "\":" + value + "}";
  }

  private static String text(String value) {
    return value == null ? "null" : "\"" + value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t") + "\"";
  }
}
