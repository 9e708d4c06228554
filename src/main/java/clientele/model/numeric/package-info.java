/** The numeric library behind the models, and all that is not particular to one of them. */
package clientele.model.numeric;
