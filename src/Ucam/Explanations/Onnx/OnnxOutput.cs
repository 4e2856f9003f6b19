using System.Text.RegularExpressions;
using Microsoft.ML.OnnxRuntime;

namespace Ucam.Explanations.Onnx;

/// <summary>Opens an ONNX file with the wanted value among its outputs.</summary>
internal static partial class OnnxOutput
{
    // Weights kept outside the file are looked for beside it, though it is given as bytes.
    private const string WeightsFolder = "session.model_external_initializers_file_folder_path";

    /// <summary>With the value among the outputs, be it inside the graph; with the file's own where it is null.</summary>
    public static InferenceSession Open(string path, string? output)
    {
        FileProblem.RefuseSpecial(path);
        InferenceSession session = Guard(path, options => new InferenceSession(path, options));
        if (output is null || session.OutputMetadata.ContainsKey(output)) return session;
        session.Dispose();
        return OpenInside(path, output);
    }

    /// <summary>With values inside the graph, which are none of the file's outputs, among the outputs.</summary>
    public static InferenceSession OpenInside(string path, params IReadOnlyList<string> values) => Guard(path, options =>
    {
        options.AddSessionConfigEntry(WeightsFolder, Path.GetDirectoryName(Path.GetFullPath(path))!);
        byte[] model = values.Aggregate(OrdinaryFile.Bytes(path), OnnxGraph.WithOutput);
        try
        {
            return new InferenceSession(model, options);
        }
        catch (OnnxRuntimeException e)
        {
            throw Wrong(path, $"it has no value '{values[0]}' ({Short(e)}); give one of its outputs or of the names in its graph", e, "layer");
        }
    });

    /// <summary>Without what a value does not depend on, with pictures of other sides as the input, in the file's layout.</summary>
    /// <param name="path">The file.</param>
    /// <param name="value">The value, which becomes the only output.</param>
    /// <param name="pictures">What the file says of its pictures.</param>
    /// <param name="side">The new side, in pixels.</param>
    /// <exception cref="UcamException">The file cannot be taken apart, or what is left does not take such pictures.</exception>
    public static InferenceSession OpenWidened(string path, string value, OnnxPictures pictures, int side) => Guard(path, options =>
    {
        options.AddSessionConfigEntry(WeightsFolder, Path.GetDirectoryName(Path.GetFullPath(path))!);
        bool last = pictures.Layout == TensorLayout.Nhwc;
        long[] sizes = [.. pictures.Dimensions.Select((size, i) => i > 0 && i != (last ? 3 : 1) ? side : Math.Max(1L, size))];
        try
        {
            return new InferenceSession(OnnxCut.Behind(OrdinaryFile.Bytes(path), value, new Dictionary<string, long[]> { [pictures.Input] = sizes }),
                options);
        }
        catch (InvalidDataException e)
        {
            throw Wrong(path, $"its graph has no value '{value}' to be cut off behind", e, "output");
        }
        catch (OnnxRuntimeException e)
        {
            throw Wrong(path, $"it cannot be widened to {side} pixels ({Short(e)}); its own side is {pictures.Side}", e, "size");
        }
    });

    /// <summary>The output of that name, or the only one; null where several could be meant.</summary>
    public static string? Choose(InferenceSession session, string? wanted) =>
        wanted ?? (session.OutputMetadata.Count == 1 ? session.OutputMetadata.Keys.First() : null);

    /// <summary>
    /// Where a feature map has its channels: pictures are square, so the two sizes that are alike are its sides; as its pictures where all are.
    /// </summary>
    public static TensorLayout LayoutOf(long[] shape, TensorLayout pictures) => shape switch
    {
        [_, var channels, var rows, var columns] when rows == columns && channels != rows => TensorLayout.Nchw,
        [_, var rows, var columns, var channels] when rows == columns && channels != rows => TensorLayout.Nhwc,
        _ => pictures,
    };

    /// <summary>What ONNX Runtime says, on one line and without its source lines.</summary>
    public static string Short(OnnxRuntimeException e)
    {
        string line = Origin().Replace(e.Message.ReplaceLineEndings(" "), "").Trim().TrimEnd('.');
        return line.Length <= 200 ? line : line[..200] + "…";
    }

    public static UcamException Wrong(string path, string what, Exception? inner = null, string? field = null) =>
        new($"{path} cannot be used: {what}.", inner) { File = path, Field = field };

    // Its errors' codes, the place and function in its own source, and the file, which is named already.
    [GeneratedRegex(@"\[ErrorCode:\w+\]\s*|Exception during initialization:\s*|Load model from .*? failed:\s*|:\s*\d+\s*:\s*[A-Z_]+\s*:\s*"
        + @"|\b[A-Z][a-z]+(?:[A-Z][a-z]+){3,}\b\s*|\S+\.(?:cc|cpp|h):\d+\s+(?:[^()]*\([^()]*\)\s*(?:\[[^\]]*\]\s*)?(?:const\s+)?)?")]
    private static partial Regex Origin();

    private static InferenceSession Guard(string path, Func<SessionOptions, InferenceSession> open)
    {
        if (Directory.Exists(path)) throw Wrong(path, "it is a folder; give the ONNX file in it", new IOException("It is a folder."));
        if (!File.Exists(path)) throw Wrong(path, "there is no such file");
        try
        {
            // The runtime's own pool doubles each time it grows and gives nothing back: up to half of a small run's memory.
            using var options = new SessionOptions
            {
                LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL,
                EnableCpuMemArena = false,
                EnableMemoryPattern = false,
            };
            ComputeThreads.Apply(options);
            return open(options);
        }
        catch (OnnxRuntimeException e) when (OnnxWeights.MissingOf(path) is [var missing, ..])
        {
            throw Wrong(path, $"its weights lie in {missing}, which is not there; put that file beside it", e);
        }
        catch (OnnxRuntimeException e)
        {
            throw Wrong(path, $"ONNX Runtime cannot load it ({Short(e)})", e);
        }
        catch (Exception e) when (FileProblem.Is(e))
        {
            throw Wrong(path, $"it cannot be read ({FileProblem.Reading(path, e)})", e);
        }
    }
}
