namespace Ucam;

/// <summary>What a network's scores went through at its end.</summary>
public enum ScoreActivation
{
    /// <summary>Nothing: they are logits. A single one is that of a sigmoid.</summary>
    None,

    /// <summary>A softmax: they are probabilities of classes that exclude each other, and sum to 1.</summary>
    Softmax,

    /// <summary>A sigmoid: each is the probability of a label of its own.</summary>
    Sigmoid,
}
