using Microsoft.ML.OnnxRuntime;
using Ucam.Explanations.Onnx;
using static TorchSharp.torch;

namespace Ucam;

/// <summary>
/// A network in an ONNX file, run by ONNX Runtime, to be explained by what needs forward passes alone: RISE and occlusion, and, where
/// a value of the graph is named as its feature map, Score-CAM and Eigen-CAM; of attention that is named, its rollout. It may have several
/// inputs, of which one is explained.
/// </summary>
public sealed partial class OnnxModel : IDisposable
{
    private readonly InferenceSession _session;
    private readonly RunOptions _run = new();
    private readonly CallGuard _calls = new();
    private readonly string _path;
    // The scores, then what they were before their activation, the feature map and the attention, as far as there are.
    private readonly string[] _wanted;
    private readonly bool _hasBefore, _hasFeatures;

    private OnnxModel(InferenceSession session, string path,
        (string Scores, string? Before, string? Features, IReadOnlyList<string> Attention) wanted, OnnxScores scores)
    {
        (_session, _path, Features, Scores) = (session, path, wanted.Features, scores);
        (_hasBefore, _hasFeatures) = (wanted.Before is not null, wanted.Features is not null);
        _wanted = [.. new[] { wanted.Scores, wanted.Before, wanted.Features }.OfType<string>(), .. wanted.Attention];
        Inputs = [.. session.InputMetadata.Keys];
        string picture = Inputs.FirstOrDefault(name => session.InputMetadata[name].Dimensions.Length == 4) ?? Inputs[0];
        Pictures = OnnxPictures.Of(picture, session.InputMetadata[picture]);
        _beside = new Lazy<HubSettings>(() => HubSettings.Read(HubFiles.Of(path)));
        _named = new Lazy<HubClasses>(() => HubClasses.Read(HubFiles.Of(path)));
    }

    /// <summary>The inputs in the order in which <see cref="Forward(Tensor[])"/> takes them, the file's own.</summary>
    public IReadOnlyList<string> Inputs { get; }

    /// <summary>What the scores went through at the network's end; null before the first <see cref="Forward(Tensor[])"/>, which shows it.</summary>
    public ScoreActivation? Activation => Scores.Activation;

    /// <summary>The name of the feature map; null where there is none.</summary>
    internal string? Features { get; }

    /// <summary>What the file says of <see cref="PictureName"/>, if that takes pictures.</summary>
    internal OnnxPictures Pictures { get; }

    /// <summary>How the scores are read.</summary>
    internal OnnxScores Scores { get; }

    /// <summary>Opens a file.</summary>
    /// <param name="path">The ONNX file.</param>
    /// <param name="scores">The output that holds the scores (B,K); the only one where null.</param>
    /// <param name="features">An output, or any value inside the graph, that is the feature map of the class activation maps; null for none.</param>
    /// <param name="activation">What the scores went through; where null, the graph's last operation says it, or the range and sum of the first
    /// scores.</param>
    /// <param name="attention">Outputs, or any values inside the graph, that are the attention between a transformer's tokens, from the input's side
    /// on, each (B,heads,S,S) or (B,S,S): for attention rollout; null for none.</param>
    /// <exception cref="UcamException">The file is missing or damaged, or has no such value.</exception>
    public static OnnxModel Open(string path, string? scores = null, string? features = null, ScoreActivation? activation = null,
        IReadOnlyList<string>? attention = null) =>
        Open(path, scores, (features, attention ?? []), activation, pooled: false);

    /// <summary>The same; where no feature map is named, of what the graph pools last, if that is a grid.</summary>
    internal static OnnxModel OpenPooled(string path, string? scores, ScoreActivation? activation) =>
        Open(path, scores, (null, []), activation, pooled: true);

    private static OnnxModel Open(string path, string? scores, (string? Features, IReadOnlyList<string> Attention) named, ScoreActivation? activation,
        bool pooled)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        InferenceSession plain = OnnxOutput.Open(path, null);
        try
        {
            string[] outputs = [.. plain.OutputMetadata.Keys];
            string chosen = scores
                ?? (outputs.Length == 1
                ? outputs[0] : throw OnnxOutput.Wrong(path, $"it has the outputs {string.Join(", ", outputs)}; say which one holds the scores, "
                    + "with --scores or the argument scores", field: "scores"));
            if (!outputs.Contains(chosen))
                throw OnnxOutput.Wrong(path, $"it has no output '{chosen}'; its outputs are {string.Join(", ", outputs)}", field: "scores");
            OnnxGraphEnd? end = OnnxGraphEnd.Of(path, chosen);
            string? before = OnnxScores.IsActivation(end) && activation != ScoreActivation.None ? end!.Input : null;
            string? found = pooled ? OnnxGraphEnd.PooledBefore(path, chosen) : null;
            string[] asked = [.. named.Features is { } features ? [features] : Array.Empty<string>(), .. named.Attention];
            InferenceSession session = Extended(plain, path, asked, ref before, ref found);
            return new OnnxModel(session, path, (chosen, before, named.Features ?? found, named.Attention),
                new OnnxScores(activation, end?.Operation, what => OnnxOutput.Wrong(path, what)));
        }
        catch
        {
            plain.Dispose();
            throw;
        }
    }

    /// <summary>
    /// A session with values inside the graph among the outputs, in place of a plain one; without the scores before their activation and a found
    /// feature map where the file is too large to be taken apart, and without a found one that is no grid. What was asked for comes first.
    /// </summary>
    private static InferenceSession Extended(InferenceSession plain, string path, string[] asked, ref string? before, ref string? found)
    {
        string[] inside = [.. asked.Append(before).Append(found).OfType<string>().Distinct()
            .Where(value => !plain.OutputMetadata.ContainsKey(value))];
        if (inside.Length == 0) return plain;
        try
        {
            InferenceSession extended = OnnxOutput.OpenInside(path, inside);
            plain.Dispose();
            if (found is not null && !IsGrid(extended.OutputMetadata[found].Dimensions)) found = null;
            return extended;
        }
        catch (UcamException) when (asked.All(plain.OutputMetadata.ContainsKey))
        {
            (before, found) = (null, null);
            return plain;
        }
    }

    // Four dimensions, of which more than one place; what is open may be one.
    private static bool IsGrid(int[] sizes) => sizes.Length == 4 && sizes[1..].Count(size => size != 1) > 1;

    /// <summary>Explains this model; see <see cref="Explainer"/>.</summary>
    /// <param name="options">Layouts of the input and of the feature map, seed, memory.</param>
    /// <exception cref="UcamException">An option is out of range.</exception>
    public Explainer Explain(ExplainerOptions? options = null)
    {
        options ??= new ExplainerOptions();
        return new Explainer(Forward, options with { MultiLabel = options.MultiLabel || Scores.AreLabels });
    }

    /// <summary>
    /// The scores (B,K) as logits, and the feature map and attention if they were named, of a batch; where the file fixes the batch,
    /// in pieces of that size.
    /// </summary>
    /// <param name="inputs">In the order of <see cref="Inputs"/>, batch first; converted to the type that the input takes, floats of 16 to 64 bits,
    /// bytes (rounded), or integers.</param>
    /// <returns>Tensors in the caller's dispose scope.</returns>
    /// <exception cref="UcamException">The inputs do not fit the network, or its outputs are no scores.</exception>
    /// <exception cref="ObjectDisposedException">The model was disposed.</exception>
    public ModelOutput Forward(Tensor[] inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        using CallGuard.Call call = _calls.Enter(this);
        if (inputs.Length != Inputs.Count) throw Wrong($"it has {Inputs.Count} inputs ({string.Join(", ", Inputs)}), but {inputs.Length} were given");
        long rows = inputs[0].shape[0], batch = Pictures.Batch ?? rows;
        using var scope = NewDisposeScope();
        List<Tensor>[] parts = [.. _wanted.Select(_ => new List<Tensor>())];
        for (long start = 0; start < rows; start += batch)
        {
            long here = Math.Min(batch, rows - start);
            Tensor[] values = Run([.. inputs.Select(input => Piece(input, start, here, batch))]);
            for (int i = 0; i < parts.Length; i++) parts[i].Add(values[i].narrow(0, 0, here));
        }
        Tensor[] whole = [.. parts.Select(part => cat(part, 0))];
        Tensor logits = Scores.ToLogits(whole[0].flatten(1), _hasBefore ? whole[1].flatten(1) : null);
        int features = _hasBefore ? 2 : 1, attention = features + (_hasFeatures ? 1 : 0);
        return new ModelOutput(logits.MoveToOuterDisposeScope())
        {
            Activation = _hasFeatures ? whole[features].MoveToOuterDisposeScope() : null,
            LayerAttentions = attention < whole.Length ? [.. whole[attention..].Select(layer => layer.MoveToOuterDisposeScope())] : null,
        };
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
                values.Add(OnnxValues.Of(input, element)
                    ?? throw Wrong($"its input {name} takes {element.Name}; values can be given as {OnnxValues.Known}"));
            }
            using IDisposableReadOnlyCollection<OrtValue> outputs = _session.Run(_run, Inputs, values, _wanted);
            return [.. outputs.Select((output, i) => Checked(output, _wanted[i], inputs[0].shape[0]))];
        }
        catch (OnnxRuntimeException e)
        {
            throw Wrong("it failed on inputs of shape "
                + $"{string.Join(" and ", inputs.Select(input => $"[{string.Join(',', input.shape)}]"))} ({OnnxOutput.Short(e)})", e);
        }
        finally
        {
            foreach (OrtValue value in values) value.Dispose();
        }
    }

    private Tensor Checked(OrtValue output, string name, long batch)
    {
        Tensor value = OnnxValues.Read(output) ?? throw Wrong($"its output {name} does not hold floats");
        if (value.dim() < 2 || value.shape[0] != batch)
            throw Wrong($"its output {name} has shape [{string.Join(',', value.shape)}] for a batch of {batch}; the batch must come first");
        return value;
    }

    /// <summary>Inputs beside the picture that are written as "name=numbers"; see <see cref="OnnxGiven"/>.</summary>
    internal IReadOnlyDictionary<string, Tensor> ReadGiven(IReadOnlyList<string> texts, long[] picture) =>
        new OnnxGiven(_session.InputMetadata, what => Wrong(what, field: "input")).Read(texts, PictureName, picture);

    private UcamException Wrong(string what, Exception? inner = null, string? field = null) => OnnxOutput.Wrong(_path, what, inner, field);
}
