package clientele.settings;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigIncludeContext;
import com.typesafe.config.ConfigIncluder;
import com.typesafe.config.ConfigIncluderClasspath;
import com.typesafe.config.ConfigIncluderFile;
import com.typesafe.config.ConfigIncluderURL;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseable;
import java.io.File;
import java.net.URL;

/**
 * Lets a configuration include files only: what a run is told must not come over the network. A
 * file that is not there is a fault, where HOCON would pass over it.
 */
final class FileIncluder
    implements ConfigIncluder, ConfigIncluderFile, ConfigIncluderURL, ConfigIncluderClasspath {
  private final Faults faults;

  FileIncluder(Faults faults) {
    this.faults = faults;
  }

  @Override
  public ConfigObject include(ConfigIncludeContext context, String what) {
    if (what.contains("://")) {
      return refused("include \"" + what + "\"");
    }
    ConfigParseable target = context.relativeTo(what);
    if (target == null || target.origin().filename() == null) {
      faults.add("include \"" + what + "\": there is no such file beside the one that includes it");
      return ConfigFactory.empty().root();
    }
    return target.parse(context.parseOptions());
  }

  @Override
  public ConfigObject includeFile(ConfigIncludeContext context, File what) {
    return include(context, what.getPath());
  }

  @Override
  public ConfigObject includeURL(ConfigIncludeContext context, URL what) {
    return refused("include url(\"" + what + "\")");
  }

  @Override
  public ConfigObject includeResources(ConfigIncludeContext context, String what) {
    return refused("include classpath(\"" + what + "\")");
  }

  @Override
  public ConfigIncluder withFallback(ConfigIncluder fallback) {
    return this;
  }

  private ConfigObject refused(String include) {
    faults.add(include + ": only files can be included; copy what it says into a file");
    return ConfigFactory.empty().root();
  }
}
