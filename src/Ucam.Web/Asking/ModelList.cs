using System.Text.Json.Serialization;
using Ucam.Vqa;
using Ucam.Web.Page;

namespace Ucam.Web.Asking;

/// <summary>A model as a page needs it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Words">The words that it knows in questions.</param>
/// <param name="Answers">The answers that it can give.</param>
/// <param name="TellsRight">Whether it tells how likely an answer is right.</param>
internal sealed record ServedModel(string Name, IReadOnlyList<string> Words, IReadOnlyList<string> Answers, bool TellsRight);

/// <summary>A picture that is kept.</summary>
/// <param name="Id">By which further questions name it.</param>
/// <param name="Width">Pixels as it is shown.</param>
/// <param name="Height">Pixels as it is shown.</param>
internal sealed record KeptPicture(string Id, int Width, int Height);

/// <summary>The models that are served.</summary>
internal static class ModelList
{
    /// <summary>All of them, the default first.</summary>
    public static IReadOnlyList<ServedModel> Of(Models models) => [.. models.All.Select(m => Of(m.Name, m.Model))];

    private static ServedModel Of(string name, VqaModel model) =>
        new(name, model.Network.Config.Words, model.Network.Config.Answers, model.Network.Certainty is not null);
}

/// <summary>Writes responses without reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(IReadOnlyList<ServedModel>))]
[JsonSerializable(typeof(IReadOnlyList<Sample>))]
[JsonSerializable(typeof(KeptPicture))]
internal sealed partial class WebJson : JsonSerializerContext;
