namespace Ucam.Uncertainty;

/// <summary>How unsure an answer is, in nats, from T dropout passes (docs/method.md §3). Predictive = Aleatoric + Epistemic.</summary>
/// <param name="Predictive">H[p̄], entropy of the mean distribution; from 0 to ln K.</param>
/// <param name="Aleatoric">Mean of the passes' entropies: doubt that lies in the picture and the question.</param>
/// <param name="Epistemic">Mutual information (BALD): doubt that more training would lessen; ≥ 0.</param>
/// <param name="LogitVariance">σ² of the variance head, ≥ 0.</param>
/// <param name="Passes">T.</param>
public sealed record UncertaintyEstimate(double Predictive, double Aleatoric, double Epistemic, double LogitVariance, int Passes);
