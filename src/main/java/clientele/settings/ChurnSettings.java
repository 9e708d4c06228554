package clientele.settings;

/**
 * When a customer counts as gone.
 *
 * @param inactiveAfterDays W: active at t means an occasion in (t - W, t]; 31 or more
 */
public record ChurnSettings(int inactiveAfterDays) {}
