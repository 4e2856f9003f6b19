using Microsoft.ML.OnnxRuntime;
using Ucam.Imaging;
using static TorchSharp.torch;

namespace Ucam.Models.Backbones;

/// <summary>Any picture network in an ONNX file, run by ONNX Runtime: one float input of pictures, fixed or free in its batch and sides.</summary>
public sealed class OnnxFeatures : IFeatureBackbone
{
    private readonly InferenceSession _session;
    private readonly RunOptions _run = new();
    private readonly CallGuard _calls = new();
    private readonly PictureInput _settings;
    private readonly string _path, _input, _output;
    private readonly int? _fixedBatch;

    private OnnxFeatures(InferenceSession session, string path, PictureInput settings)
    {
        (_session, _path, _settings) = (session, path, settings);
        string[] inputs = [.. session.InputMetadata.Keys];
        if (inputs.Length != 1) throw Wrong($"it has {inputs.Length} inputs ({string.Join(", ", inputs)}), but pictures are one");
        _input = inputs[0];
        _output = OnnxOutput.Choose(session, settings.Output) ?? throw Wrong($"it has the outputs {string.Join(", ", session.OutputMetadata.Keys)}; name one as 'output'");
        _fixedBatch = Check(session.InputMetadata[_input]);
        using Tensor probe = Extract(new byte[3 * settings.Size * settings.Size], 1);
        Channels = (int)probe.shape[2];
        Name = $"{Path.GetFileName(path)} ({_output}, {new FileInfo(path).Length} bytes)";
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public int InputSize => _settings.Size;

    /// <inheritdoc/>
    public int Rows { get; private set; }

    /// <inheritdoc/>
    public int Columns { get; private set; }

    /// <inheritdoc/>
    public int Channels { get; }

    /// <inheritdoc/>
    public int Batch => _fixedBatch ?? _settings.Batch;

    /// <summary>Opens a file and runs it once, to learn the size of its features.</summary>
    /// <param name="path">The ONNX file.</param>
    /// <param name="settings">How it wants its pictures, and which value is the feature map.</param>
    /// <exception cref="UcamException">The file is missing, damaged or not such a network, or the settings do not fit it.</exception>
    public static OnnxFeatures Open(string path, PictureInput settings)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        ArgumentNullException.ThrowIfNull(settings);
        settings.Validate();
        InferenceSession session = OnnxOutput.Open(path, settings.Output);
        try
        {
            return new OnnxFeatures(session, path, settings);
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public Picture Prepare(Picture picture) => _settings.Prepare(picture);

    /// <inheritdoc/>
    public Tensor Extract(byte[] rgb, int count)
    {
        ArgumentNullException.ThrowIfNull(rgb);
        using CallGuard.Call call = _calls.Enter(this);
        int bytes = 3 * InputSize * InputSize, batch = _fixedBatch ?? count;
        using var scope = NewDisposeScope();
        var parts = new List<Tensor>();
        for (int at = 0; at < count; at += batch)
        {
            int here = Math.Min(batch, count - at);
            parts.Add(Run(rgb.AsSpan(at * bytes, here * bytes), batch).narrow(0, 0, here));
        }
        return cat(parts, 0).MoveToOuterDisposeScope();
    }

    /// <summary>Waits for the batches under way, then closes the network; later ones are refused.</summary>
    public void Dispose() => _calls.Close(Release);

    private void Release()
    {
        _run.Dispose();
        _session.Dispose();
    }

    private Tensor Run(ReadOnlySpan<byte> rgb, int batch)
    {
        var numbers = new float[batch * 3 * InputSize * InputSize];
        _settings.Fill(rgb, numbers.AsSpan(0, rgb.Length));
        long[] shape = _settings.Layout == TensorLayout.Nchw ? [batch, 3, InputSize, InputSize] : [batch, InputSize, InputSize, 3];
        try
        {
            using OrtValue input = OrtValue.CreateTensorValueFromMemory(numbers, shape);
            using IDisposableReadOnlyCollection<OrtValue> outputs = _session.Run(_run, [_input], [input], [_output]);
            return ToPositions(outputs[0], batch);
        }
        catch (OnnxRuntimeException e)
        {
            throw Wrong($"it failed on {batch} pictures of {InputSize}×{InputSize} ({OnnxOutput.Short(e)})", e);
        }
    }

    private Tensor ToPositions(OrtValue value, int batch)
    {
        long[] shape = value.GetTensorTypeAndShape().Shape;
        if (shape.Length != 4 || shape[0] != batch) throw Wrong($"its output {_output} has shape [{string.Join(',', shape)}], which is not pictures × a grid of channels; name another value as 'output'");
        using var scope = NewDisposeScope();
        Tensor features = OnnxValues.Read(value) ?? throw Wrong($"its output {_output} does not hold floats");
        if ((_settings.Features ?? _settings.Layout) == TensorLayout.Nchw) features = features.permute(0, 2, 3, 1);
        (Rows, Columns) = ((int)features.shape[1], (int)features.shape[2]);
        return features.flatten(1, 2).contiguous().MoveToOuterDisposeScope();
    }

    /// <summary>The batch that the input asks for; null where any will do.</summary>
    private int? Check(NodeMetadata input)
    {
        if (input.ElementType != typeof(float)) throw Wrong($"its input {_input} takes {input.ElementType.Name}, not float");
        int[] given = input.Dimensions;
        int[] wanted = _settings.Layout == TensorLayout.Nchw ? [0, 3, InputSize, InputSize] : [0, InputSize, InputSize, 3];
        bool fits = given.Length == 4 && Enumerable.Range(1, 3).All(i => given[i] < 1 || given[i] == wanted[i]);
        if (!fits) throw Wrong($"its input {_input} is [{string.Join(',', given)}], but the settings make [B,{string.Join(',', wanted[1..])}]; mend size or layout");
        return given[0] > 0 ? given[0] : null;
    }

    private UcamException Wrong(string what, Exception? inner = null) => OnnxOutput.Wrong(_path, what, inner);
}
