namespace Ucam.Explanations.Onnx;

/// <summary>
/// The files of a model hub that lie beside an ONNX file: how pictures are prepared and what the classes are called. In the usual layout of
/// exports the ONNX file lies in a folder "onnx" and they lie above it.
/// </summary>
/// <param name="Preprocessor">preprocessor_config.json; null where there is none.</param>
/// <param name="Config">config.json; null where there is none.</param>
internal sealed record HubFiles(string? Preprocessor, string? Config)
{
    private const string ExportFolder = "onnx";

    /// <summary>Those that there are.</summary>
    public IReadOnlyList<string> All => [.. new[] { Preprocessor, Config }.OfType<string>()];

    /// <summary>Those beside a file.</summary>
    public static HubFiles Of(string onnx)
    {
        string folder = Path.GetDirectoryName(Path.GetFullPath(onnx)) ?? "";
        string[] folders = Path.GetFileName(folder) == ExportFolder && Path.GetDirectoryName(folder) is { } above ? [folder, above] : [folder];
        return new HubFiles(Find("preprocessor_config.json"), Find("config.json"));

        string? Find(string name) => folders.Select(place => Path.Combine(place, name)).FirstOrDefault(File.Exists);
    }
}
