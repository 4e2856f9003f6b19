using Microsoft.ML.OnnxRuntime;
using Ucam.Models.Backbones;
using static TorchSharp.torch;

namespace Ucam.Explanations;

/// <summary>
/// A network in an ONNX file, run by ONNX Runtime, to be explained by what needs forward passes alone: RISE and occlusion, and, where
/// a value of the graph is named as its feature map, Score-CAM and Eigen-CAM. It may have several inputs, the explained one first.
/// </summary>
public sealed class OnnxModel : IDisposable
{
    private readonly InferenceSession _session;
    private readonly RunOptions _run = new();
    private readonly CallGuard _calls = new();
    private readonly string _path, _scores;
    private readonly string? _features;

    private OnnxModel(InferenceSession session, string path, string scores, string? features)
    {
        (_session, _path, _scores, _features) = (session, path, scores, features);
        Inputs = [.. session.InputMetadata.Keys];
    }

    /// <summary>The inputs in the order in which <see cref="Forward"/> takes them, the file's own.</summary>
    public IReadOnlyList<string> Inputs { get; }

    /// <summary>The side of the pictures that the first input asks for; null where any will do or it takes no squares.</summary>
    internal int? FixedSide => _session.InputMetadata[Inputs[0]].Dimensions switch
    {
        [_, 3, > 0 and int rows, var columns] when rows == columns => rows,
        [_, > 0 and int rows, var columns, 3] when rows == columns => rows,
        _ => null,
    };

    private long? FixedBatch => _session.InputMetadata[Inputs[0]].Dimensions is [> 0 and int batch, ..] ? batch : null;

    /// <summary>Opens a file.</summary>
    /// <param name="path">The ONNX file.</param>
    /// <param name="scores">The output that holds the scores (B,K); the only one where null.</param>
    /// <param name="features">An output, or any value inside the graph, that is the feature map of the class activation maps; null for none.</param>
    /// <exception cref="UcamException">The file is missing or damaged, or has no such value.</exception>
    public static OnnxModel Open(string path, string? scores = null, string? features = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        InferenceSession plain = OnnxOutput.Open(path, null);
        try
        {
            string[] outputs = [.. plain.OutputMetadata.Keys];
            string chosen = scores ?? (outputs.Length == 1 ? outputs[0] : throw OnnxOutput.Wrong(path, $"it has the outputs {string.Join(", ", outputs)}; say which one holds the scores"));
            if (!outputs.Contains(chosen)) throw OnnxOutput.Wrong(path, $"it has no output '{chosen}'; its outputs are {string.Join(", ", outputs)}");
            if (features is null || outputs.Contains(features)) return new OnnxModel(plain, path, chosen, features);
            InferenceSession extended = OnnxOutput.OpenInside(path, features);
            plain.Dispose();
            return new OnnxModel(extended, path, chosen, features);
        }
        catch
        {
            plain.Dispose();
            throw;
        }
    }

    /// <summary>Explains this model; see <see cref="Explainer"/>.</summary>
    /// <param name="options">Layouts of the input and of the feature map, seed, memory.</param>
    /// <exception cref="UcamException">An option is out of range.</exception>
    public Explainer Explain(ExplainerOptions? options = null) => new(Forward, options);

    /// <summary>The scores (B,K), and the feature map if one was named, of a batch; where the file fixes the batch, in pieces of that size.</summary>
    /// <param name="inputs">In the order of <see cref="Inputs"/>, batch first; converted to the type that the input takes, float or 64-bit integers.</param>
    /// <returns>Tensors in the caller's dispose scope.</returns>
    /// <exception cref="UcamException">The inputs do not fit the network, or its outputs are no scores.</exception>
    /// <exception cref="ObjectDisposedException">The model was disposed.</exception>
    public ModelOutput Forward(Tensor[] inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        using CallGuard.Call call = _calls.Enter(this);
        if (inputs.Length != Inputs.Count) throw Wrong($"it has {Inputs.Count} inputs ({string.Join(", ", Inputs)}), but {inputs.Length} were given");
        long rows = inputs[0].shape[0], batch = FixedBatch ?? rows;
        using var scope = NewDisposeScope();
        var scores = new List<Tensor>();
        var features = new List<Tensor>();
        for (long start = 0; start < rows; start += batch)
        {
            long here = Math.Min(batch, rows - start);
            Tensor[] values = Run([.. inputs.Select(input => Piece(input, start, here, batch))]);
            scores.Add(values[0].narrow(0, 0, here));
            if (_features is not null) features.Add(values[1].narrow(0, 0, here));
        }
        return new ModelOutput(cat(scores, 0).MoveToOuterDisposeScope()) { Activation = features.Count == 0 ? null : cat(features, 0).MoveToOuterDisposeScope() };
    }

    /// <summary>Waits for the calls under way, then closes the network; later calls are refused.</summary>
    public void Dispose() => _calls.Close(Release);

    private void Release()
    {
        _run.Dispose();
        _session.Dispose();
    }

    // The last piece of a fixed batch is filled up with its first row.
    private static Tensor Piece(Tensor input, long start, long count, long batch)
    {
        Tensor rows = input.narrow(0, start, count);
        return count == batch ? rows : cat([rows, rows.narrow(0, 0, 1).expand([batch - count, .. rows.shape[1..]])], 0);
    }

    private Tensor[] Run(Tensor[] inputs)
    {
        var values = new List<OrtValue>();
        try
        {
            foreach ((Tensor input, string name) in inputs.Zip(Inputs))
            {
                Type element = _session.InputMetadata[name].ElementType;
                values.Add(OnnxValues.Of(input, element) ?? throw Wrong($"its input {name} takes {element.Name}, not float or Int64"));
            }
            string[] wanted = _features is null ? [_scores] : [_scores, _features];
            using IDisposableReadOnlyCollection<OrtValue> outputs = _session.Run(_run, Inputs, values, wanted);
            return [.. outputs.Select((output, i) => Checked(output, wanted[i], inputs[0].shape[0]))];
        }
        catch (OnnxRuntimeException e)
        {
            throw Wrong($"it failed on inputs of shape {string.Join(" and ", inputs.Select(input => $"[{string.Join(',', input.shape)}]"))} ({OnnxOutput.Short(e)})", e);
        }
        finally
        {
            foreach (OrtValue value in values) value.Dispose();
        }
    }

    private Tensor Checked(OrtValue output, string name, long batch)
    {
        Tensor value = OnnxValues.Read(output) ?? throw Wrong($"its output {name} does not hold floats");
        if (value.dim() < 2 || value.shape[0] != batch) throw Wrong($"its output {name} has shape [{string.Join(',', value.shape)}] for a batch of {batch}; the batch must come first");
        return name == _scores ? value.flatten(1) : value;
    }

    private UcamException Wrong(string what, Exception? inner = null) => OnnxOutput.Wrong(_path, what, inner);
}
