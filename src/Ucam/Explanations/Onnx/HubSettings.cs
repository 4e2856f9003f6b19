namespace Ucam.Explanations.Onnx;

/// <summary>How pictures are prepared by the files of a model hub beside an ONNX file.</summary>
/// <param name="Pictures">How; null where they do not say.</param>
/// <param name="Notes">What was taken from them and what of them is not followed, a line each.</param>
internal sealed record HubSettings(PictureInput? Pictures, IReadOnlyList<string> Notes)
{
    /// <summary>Reads preprocessor_config.json, or where there is none the size of the pictures in config.json.</summary>
    /// <exception cref="UcamException">The first cannot be read, or one says something that is not supported and cannot be left out.</exception>
    public static HubSettings Read(HubFiles files)
    {
        if (files.Preprocessor is { } preprocessor)
        {
            (PictureInput input, IReadOnlyList<string> notes) = HubPictures.Read(preprocessor);
            return new HubSettings(input, notes);
        }
        if (files.Config is null) return new HubSettings(null, []);
        HubJson config;
        try
        {
            config = HubJson.Read(files.Config);
        }
        catch (UcamException e)
        {
            // Many programs have a file of this name.
            return new HubSettings(null, [e.Message]);
        }
        return HubSize.Read(config, "image_size") is not { } size ? new HubSettings(null, [])
            : new HubSettings(new PictureInput { Size = size.Taken(config, "image_size") },
                [$"pictures of {size.Side} pixels as {config.Name} says; --settings overrules"]);
    }
}
