using System.Globalization;
using Microsoft.ML.OnnxRuntime;
using Tensor = TorchSharp.torch.Tensor;

namespace Ucam.Explanations.Onnx;

/// <summary>
/// Inputs that are written as "name=numbers". Their shapes are the file's; where it leaves a size open, the numbers say it, or another input
/// whose size has the same name in the file. One number alone fills an input whose sizes are known.
/// </summary>
/// <param name="inputs">What the file says of its inputs.</param>
/// <param name="wrong">Makes the exception of a fault.</param>
internal sealed class OnnxGiven(IReadOnlyDictionary<string, NodeMetadata> inputs, Func<string, UcamException> wrong)
{
    private readonly Dictionary<string, long> _known = [];

    /// <summary>Reads them.</summary>
    /// <param name="texts">One an input, in any order.</param>
    /// <param name="picture">The input that takes pictures.</param>
    /// <param name="shape">The shape of the pictures, a batch of one.</param>
    /// <returns>Tensors of one row in the caller's dispose scope, by the inputs' names.</returns>
    /// <exception cref="UcamException">A text is no such text, or its numbers do not fit.</exception>
    public IReadOnlyDictionary<string, Tensor> Read(IReadOnlyList<string> texts, string picture, long[] shape)
    {
        Learn(inputs[picture], shape);
        var written = new Dictionary<string, string[]>();
        foreach (string text in texts)
        {
            (string name, string[] numbers) = Parse(text);
            if (!inputs.ContainsKey(name)) throw wrong($"it has no input '{name}'; its inputs are {string.Join(", ", inputs.Keys)}");
            if (!written.TryAdd(name, numbers)) throw wrong($"its input {name} was given twice");
        }
        var given = new Dictionary<string, Tensor>();
        // What says its own size comes before what takes that of others.
        foreach ((string name, string[] numbers) in written.OrderBy(one => one.Value.Length == 1))
        {
            long[] sizes = Shape(name, numbers.Length);
            Learn(inputs[name], sizes);
            long count = sizes.Aggregate(1L, (product, size) => product * size);
            Tensor flat = OnnxNumbers.Read(numbers, inputs[name].ElementType, why => wrong($"its input {name} was given {why}"));
            given[name] = numbers.Length == count ? flat.view(sizes) : flat.expand(sizes);
        }
        return given;
    }

    private void Learn(NodeMetadata input, long[] shape)
    {
        string[] names = input.SymbolicDimensions;
        for (int i = 1; i < Math.Min(names.Length, shape.Length); i++)
            if (names[i].Length > 0) _known[names[i]] = shape[i];
    }

    private long[] Shape(string name, int count)
    {
        NodeMetadata input = inputs[name];
        long?[] sizes = [.. input.Dimensions.Select((size, i) => i == 0 ? 1 : size > 0 ? size
            : _known.TryGetValue(input.SymbolicDimensions[i], out long known) ? known : (long?)null)];
        long rest = sizes.Aggregate(1L, (product, size) => product * (size ?? 1));
        int open = sizes.Count(size => size is null);
        string shape = $"[{string.Join(',', sizes.Select(size => size?.ToString(CultureInfo.InvariantCulture) ?? "?"))}]";
        if (open > 1) throw wrong($"its input {name} is {shape}, which {count} numbers do not say");
        if (open == 1 && count % rest != 0 || open == 0 && count != rest && count != 1)
            throw wrong($"its input {name} is {shape}, but {count} numbers were given");
        return [.. sizes.Select(size => size ?? count / rest)];
    }

    private (string Name, string[] Numbers) Parse(string text)
    {
        int at = text.IndexOf('=');
        if (at < 1) throw wrong($"the input '{ControlText.Shown(text, kept: "")}' is not written as name=numbers");
        return (text[..at], text[(at + 1)..].Split(',', StringSplitOptions.TrimEntries));
    }
}
