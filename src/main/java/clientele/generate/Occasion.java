package clientele.generate;

/**
 * A purchase occasion, and what the customer went through around it.
 *
 * @param index 0 for the first
 * @param position when, in the calendar of {@link Timeline}
 * @param discount share of the list price taken off, 0 to 1
 * @param mood the answer in force at the purchase: 1 promoter, -1 detractor, 0 neither
 * @param contact the service contact around it, or null
 * @param answer the answer to the survey after it, or null
 */
record Occasion(
    int index, double position, double discount, int mood, Contact contact, Answer answer) {
  int day() {
    return (int) position;
  }

  /** Value of a basket in this mood against the same basket in none. */
  double moodSpend(World world) {
    return world.effect(1 + 0.05 * mood);
  }

  /**
   * A contact with customer service.
   *
   * @param stage index in {@link #STAGES}; a contact before the purchase cannot undo it
   * @param rating 1 to 5, whether or not the customer gave it
   * @param isRated the customer gave the rating
   */
  record Contact(int stage, int rating, boolean isRated) {
    static final String[] STAGES = {"before", "during", "after"};
    static final int BEFORE = 0;
    static final int DURING = 1;
    static final int POOR = 2;
  }

  /** An answer to a survey: a score of 0 to 10. */
  record Answer(int score) {
    int mood() {
      if (score >= 9) {
        return 1;
      }
      return score <= 6 ? -1 : 0;
    }
  }
}
