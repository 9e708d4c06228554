/** Sales orientation and customer orientation of markets, channels and plans, as two axes. */
package clientele.insight.orientation;
