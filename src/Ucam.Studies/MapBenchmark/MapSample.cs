using static TorchSharp.torch;

namespace Ucam.Studies.MapBenchmark;

/// <summary>One input whose maps are measured, and what is known of where the evidence is.</summary>
/// <param name="Name">What it is, for the rows: a question's or a picture's number.</param>
/// <param name="Inputs">All inputs of the model, the explained one first, batch of 1; disposed with the sample.</param>
/// <param name="Region">Share of each cell of a rows×columns grid that the deciding region covers; null where none is known.</param>
/// <param name="People">Where people look, one map a person; empty where it is not known.</param>
internal sealed record MapSample(string Name, Tensor[] Inputs, Func<int, int, float[,]?> Region, Func<int, int, IReadOnlyList<float[,]>> People)
    : IDisposable
{
    public void Dispose()
    {
        foreach (Tensor input in Inputs) input.Dispose();
    }
}
