namespace Ucam;

/// <summary>How unsure an answer is, in nats, from T dropout passes (docs/method.md §3). Predictive = Aleatoric + Epistemic.</summary>
/// <param name="Predictive">H[p̄], entropy of the mean distribution; from 0 to ln K.</param>
/// <param name="Aleatoric">Mean of the passes' entropies: doubt that lies in the picture and the question; NaN without dropout.</param>
/// <param name="Epistemic">Mutual information (BALD): doubt that more training would lessen; ≥ 0; NaN without dropout.</param>
/// <param name="LogitVariance">σ² of the variance head, ≥ 0.</param>
/// <param name="Passes">T; 0 for one pass without dropout, which cannot tell the two parts apart.</param>
public sealed record UncertaintyEstimate(double Predictive, double Aleatoric, double Epistemic, double LogitVariance, int Passes);
