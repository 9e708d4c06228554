package clientele.settings;

/**
 * What KPIs and findings go by.
 *
 * @param answerWithinHours a complaint is answered in time within so many hours
 * @param loyalFromOrders orders on earlier days from which a customer counts as loyal
 */
public record InsightSettings(int answerWithinHours, int loyalFromOrders) {}
