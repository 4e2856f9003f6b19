using Microsoft.ML.OnnxRuntime;
using Ucam.Explanations.Onnx;
using static TorchSharp.torch;

namespace Ucam.Vqa.Models.Backbones;

/// <summary>
/// Any picture network in an ONNX file, run by ONNX Runtime: one input of pictures, fixed or free in its batch and sides. Side, layout, channels and
/// number type are the file's where it says them.
/// </summary>
internal sealed class OnnxFeatures : IFeatureBackbone
{
    private readonly InferenceSession _session;
    private readonly Microsoft.ML.OnnxRuntime.RunOptions _run = new();
    private readonly CallGuard _calls = new();
    private readonly PictureInput _settings;
    private readonly OnnxPictures _pictures;
    private readonly string _path, _output;

    private OnnxFeatures(InferenceSession session, string path, PictureInput settings, string widened = "")
    {
        (_session, _path) = (session, path);
        string[] inputs = [.. session.InputMetadata.Keys];
        if (inputs.Length != 1) throw Wrong($"it has {inputs.Length} inputs ({string.Join(", ", inputs)}), but pictures are one");
        _output = OnnxOutput.Choose(session, settings.Output)
            ?? throw Wrong($"it has the outputs {string.Join(", ", session.OutputMetadata.Keys)}; name the feature map "
                + $"with the key output in the settings, {Path.GetFileName(Path.ChangeExtension(path, ".yaml"))} beside it or --settings");
        _pictures = OnnxPictures.Of(inputs[0], session.InputMetadata[inputs[0]]);
        _settings = _pictures.Complete(settings, settings.Size, path);
        using Tensor probe = Extract(new byte[3 * _settings.Size * _settings.Size], 1);
        Channels = (int)probe.shape[2];
        Name = $"{Path.GetFileName(path)} ({_output}, {new FileInfo(path).Length} bytes{widened})";
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
    public int Batch => _pictures.Batch ?? _settings.Batch;

    /// <summary>Opens a file and runs it once, to learn the size of its features.</summary>
    /// <param name="path">The ONNX file.</param>
    /// <param name="settings">How it wants its pictures, and which value is the feature map.</param>
    /// <exception cref="UcamException">The file is missing, damaged or not such a network, or the settings do not fit it.</exception>
    public static OnnxFeatures Open(string path, PictureInput settings)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        ArgumentNullException.ThrowIfNull(settings);
        Settings.Check(settings);
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

    /// <summary>
    /// Opens a file whose pictures have a fixed side with another one, and makes sure that it sees the same (<see cref="Widening"/>). As
    /// <see cref="Open"/> where that is the file's own side, or the file leaves it open.
    /// </summary>
    /// <param name="path">The ONNX file.</param>
    /// <param name="settings">As for <see cref="Open"/>; their side gives way.</param>
    /// <param name="side">The side in pixels.</param>
    /// <exception cref="UcamException">As for <see cref="Open"/>, or the network does not bear it.</exception>
    public static OnnxFeatures OpenWidened(string path, PictureInput settings, int side)
    {
        PictureInput wide = settings with { Size = side };
        Settings.Check(wide);
        using InferenceSession plain = OnnxOutput.Open(path, settings.Output);
        OnnxPictures pictures = OnnxPictures.Of(plain.InputMetadata.Keys.First(), plain.InputMetadata.Values.First());
        if (pictures.Side is not { } own || own == side || OnnxOutput.Choose(plain, settings.Output) is not { } output) return Open(path, wide);
        using OnnxFeatures narrow = Open(path, settings with { Size = own });
        InferenceSession session = OnnxOutput.OpenWidened(path, output, pictures, side);
        OnnxFeatures made;
        try
        {
            made = new OnnxFeatures(session, path, wide with { Output = output }, $", widened to {side} pixels");
        }
        catch
        {
            session.Dispose();
            throw;
        }
        try
        {
            Widening.Check(narrow, made, path);
            return made;
        }
        catch
        {
            made.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public PictureDecoding Decoding => _settings.Decoding;

    /// <inheritdoc/>
    public Picture Prepare(Picture picture) => _settings.Prepare(picture);

    /// <inheritdoc/>
    public Tensor Extract(byte[] rgb, int count)
    {
        ArgumentNullException.ThrowIfNull(rgb);
        using CallGuard.Call call = _calls.Enter(this);
        int bytes = 3 * InputSize * InputSize, batch = _pictures.Batch ?? count;
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
        var numbers = new float[batch * _settings.Channels * InputSize * InputSize];
        _settings.Fill(rgb, numbers);
        try
        {
            using Tensor values = tensor(numbers, _settings.Shape(batch));
            using OrtValue input = OnnxValues.Of(values, _pictures.Element)!;
            using IDisposableReadOnlyCollection<OrtValue> outputs = _session.Run(_run, [_pictures.Input], [input], [_output]);
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
        if (shape.Length != 4 || shape[0] != batch)
            throw Wrong($"its output {_output} has shape [{string.Join(',', shape)}], which is not "
            + "pictures × a grid of channels; name another value with the key output in the settings");
        using var scope = NewDisposeScope();
        Tensor features = OnnxValues.Read(value) ?? throw Wrong($"its output {_output} does not hold floats");
        if ((_settings.Features ?? OnnxOutput.LayoutOf(shape, _settings.Layout)) == TensorLayout.Nchw) features = features.permute(0, 2, 3, 1);
        (Rows, Columns) = ((int)features.shape[1], (int)features.shape[2]);
        return features.flatten(1, 2).contiguous().MoveToOuterDisposeScope();
    }

    private UcamException Wrong(string what, Exception? inner = null) => OnnxOutput.Wrong(_path, what, inner);
}
