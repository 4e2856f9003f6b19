namespace Ucam.Numbers;

/// <summary>Name and shape that a tensor of a checkpoint must have.</summary>
internal readonly record struct TensorShape(string Name, long[] Shape)
{
    /// <summary>A fully connected layer.</summary>
    public static IEnumerable<TensorShape> Linear(string name, long from, long to, bool hasBias = true) =>
        hasBias ? [new(name + ".weight", [to, from]), new(name + ".bias", [to])] : [new(name + ".weight", [to, from])];

    /// <summary>A number of equal fully connected layers in a list.</summary>
    public static IEnumerable<TensorShape> Linears(string name, int count, long from, long to, bool hasBias = true) =>
        Enumerable.Range(0, count).SelectMany(i => Linear($"{name}.{i}", from, to, hasBias));

    /// <summary>A 3×3 convolution without bias.</summary>
    public static TensorShape Convolution(string name, long from, long to) => new(name + ".weight", [to, from, 3, 3]);

    /// <summary>A batch normalisation with its running statistics.</summary>
    public static IEnumerable<TensorShape> Norm(string name, long channels) =>
        new[] { "weight", "bias", "running_mean", "running_var" }.Select(part => new TensorShape($"{name}.{part}", [channels]));

    /// <summary>The same with another part of the name before it.</summary>
    public TensorShape Below(string prefix) => this with { Name = $"{prefix}.{Name}" };
}
