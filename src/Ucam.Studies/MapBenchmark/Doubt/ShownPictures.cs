using static TorchSharp.torch;

namespace Ucam.Studies.MapBenchmark.Doubt;

/// <summary>Pictures that maps are made of, and what the explained model is given for them.</summary>
/// <param name="Pictures">(N,C,H,W).</param>
/// <param name="Inputs">All inputs of the explained model: the pictures or their features first.</param>
internal readonly record struct ShownPictures(Tensor Pictures, Tensor[] Inputs)
{
    /// <summary>N.</summary>
    public int Count => (int)Pictures.shape[0];

    /// <summary>Whether the model is given features of the pictures.</summary>
    public bool AreFeatures => !ReferenceEquals(Pictures, Inputs[0]);
}
