namespace Ucam.Extensions.AI;

/// <summary>What a client tells of how probable an answer was.</summary>
/// <param name="LogProbability">Logarithm of the probability of its text, nats, ≤ 0: the sum over its tokens.</param>
/// <param name="Alternatives">
/// What else might have stood there, with probabilities in [0,1] that add up to at most 1; the answer itself may be among them. Of answers of one
/// token these are answers; of longer ones give none, since other first tokens are no other answers.
/// </param>
public sealed record AnswerLikelihood(double LogProbability, IReadOnlyList<KeyValuePair<string, double>> Alternatives);
