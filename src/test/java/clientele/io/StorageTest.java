package clientele.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import clientele.error.ClienteleException.ConfigException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StorageTest {
  private static final int THREADS = 16;

  @TempDir private Path folder;

  @Test
  void onlyOneOfManyCreatesAFileAndItIsWhole() throws Exception {
    Storage storage = Storage.of(folder.toString());
    String content = "x".repeat(100_000);
    ExecutorService pool = Executors.newFixedThreadPool(THREADS);
    try {
      for (int round = 0; round < 20; round++) {
        String name = "a/b/lease-" + round;
        AtomicInteger won = new AtomicInteger();
        AtomicBoolean torn = new AtomicBoolean();
        List<Future<?>> all =
            IntStream.range(0, THREADS)
                .<Future<?>>mapToObj(
                    i ->
                        pool.submit(
                            () -> {
                              if (storage.create(name, i + content)) {
                                won.incrementAndGet();
                              }
                              String seen = storage.read(name).orElse("");
                              torn.compareAndSet(false, !seen.endsWith(content));
                            }))
                .toList();
        for (Future<?> each : all) {
          each.get();
        }
        assertThat(won).hasValue(1);
        assertThat(torn).isFalse();
      }
    } finally {
      pool.shutdownNow();
    }
    assertThat(storage.list("a/b")).hasSize(20).allMatch(name -> name.startsWith("lease-"));
  }

  @Test
  void aReaderSeesTheOldTextOrTheNew() throws Exception {
    Storage storage = Storage.of(folder.toString());
    Set<String> texts = Set.of("a".repeat(200_000), "b".repeat(200_000));
    storage.put("current.json", texts.iterator().next());
    AtomicBoolean done = new AtomicBoolean();
    Set<String> seen = ConcurrentHashMap.newKeySet();
    ExecutorService pool = Executors.newFixedThreadPool(2);
    try {
      Future<?> reader =
          pool.submit(
              () -> {
                while (!done.get()) {
                  seen.add(storage.read("current.json").orElse("missing"));
                }
              });
      for (int i = 0; i < 200; i++) {
        texts.forEach(text -> storage.put("current.json", text));
      }
      done.set(true);
      reader.get();
    } finally {
      pool.shutdownNow();
    }
    assertThat(texts).containsAll(seen);
    assertThat(storage.list("")).containsExactly("current.json");
  }

  @Test
  void aStoreThatCannotCreateExclusivelyIsRefused() {
    assertThatThrownBy(() -> Storage.of("gs://bucket/warehouse"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContainingAll("gs://bucket/warehouse", "hdfs, viewfs, s3a");
  }

  @Test
  void aUriOfALocalFolderIsThatFolder() {
    Storage storage = Storage.of(folder.resolve("with blank").toUri().toString());
    storage.put("a", "text");
    assertThat(folder.resolve("with blank/a")).hasContent("text");
    assertThat(Storage.of("file:" + folder + "/with blank").read("a")).contains("text");
    assertThat(storage.read("b")).isEmpty();
    assertThat(storage.list("nowhere")).isEmpty();
  }
}
