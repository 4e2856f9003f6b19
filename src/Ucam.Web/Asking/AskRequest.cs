using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;
using Ucam.Vqa;
using Ucam.Web.Hosting;

namespace Ucam.Web.Asking;

/// <summary>A question about a picture as it was sent, by a form (multipart/form-data) or as JSON about a picture that is kept.</summary>
/// <param name="Picture">The picture's bytes; empty where its id is given.</param>
/// <param name="Name">Its file's name; null for none.</param>
/// <param name="Values">The rest.</param>
internal sealed record AskRequest(ReadOnlyMemory<byte> Picture, string? Name, AskValues Values)
{
    /// <summary>The most characters of a question.</summary>
    public const int MostQuestion = 1000;

    private const string PictureField = "picture";
    private static readonly string[] Fields = [PictureField, "question", "model", "passes", "seed", "shares", "map"];

    /// <summary>Reads a request.</summary>
    /// <exception cref="UcamException">A value is missing or wrong.</exception>
    /// <exception cref="RequestException">It is of another type.</exception>
    public static async Task<AskRequest> Read(HttpRequest request, CancellationToken cancel)
    {
        AskRequest asked = request.HasFormContentType ? await OfForm(request, cancel).ConfigureAwait(false)
            : request.HasJsonContentType() ? new AskRequest(default, null, await OfJson(request, cancel).ConfigureAwait(false))
            : throw new RequestException(StatusCodes.Status415UnsupportedMediaType, "Send multipart/form-data or application/json.");
        string? question = asked.Values.Question;
        if (string.IsNullOrWhiteSpace(question)) throw new UcamException("question is missing.") { Field = "question" };
        if (question.Length > MostQuestion)
            throw new UcamException($"question has {question.Length} characters; give at most {MostQuestion}.") { Field = "question" };
        if (asked.Picture.IsEmpty && string.IsNullOrEmpty(asked.Values.Picture))
            throw new UcamException("picture is missing; send a file, or the id of a picture that was sent.") { Field = PictureField };
        return asked;
    }

    private static async Task<AskValues> OfJson(HttpRequest request, CancellationToken cancel)
    {
        try
        {
            return await JsonSerializer.DeserializeAsync(request.Body, AskJson.Default.AskValues, cancel).ConfigureAwait(false)
                ?? throw new UcamException("The request is null; send an object with picture and question.");
        }
        catch (JsonException e)
        {
            string at = e.Path is { Length: > 2 } path
                ? $"The key '{ControlText.Shown(path[2..], "")}' is not known or has a wrong value" : "The JSON cannot be read";
            throw new UcamException($"{at}; send an object with picture, question and, where wanted, model, passes, seed and shares.");
        }
    }

    private static async Task<AskRequest> OfForm(HttpRequest request, CancellationToken cancel)
    {
        IFormCollection form = await FormOf(request, cancel).ConfigureAwait(false);
        if (form.Keys.Concat(form.Files.Select(sent => sent.Name)).FirstOrDefault(key => !Fields.Contains(key)) is { } unknown)
            throw new UcamException($"'{ControlText.Shown(unknown, "")}' is not known; the fields are {string.Join(", ", Fields)}.")
            { Field = "form" };
        IFormFile? file = form.Files.GetFiles(PictureField) switch
        {
            [] => null,
            [var one] => one,
            _ => throw Twice(PictureField),
        };
        var values = new AskValues
        {
            Picture = One(form, PictureField),
            Question = One(form, "question"),
            Model = One(form, "model"),
            Passes = Number(form, "passes"),
            Seed = Number(form, "seed"),
            Shares = Switch(form, "shares"),
            Map = One(form, "map"),
        };
        if (file is null) return new AskRequest(default, null, values);
        byte[] bytes = new byte[file.Length];
        using Stream stream = file.OpenReadStream();
        await stream.ReadExactlyAsync(bytes, cancel).ConfigureAwait(false);
        return new AskRequest(bytes, Path.GetFileName(file.FileName), values);
    }

    private static async Task<IFormCollection> FormOf(HttpRequest request, CancellationToken cancel)
    {
        try
        {
            request.Body = new StoppableBody(request.Body, cancel);
            return await request.ReadFormAsync(CancellationToken.None).ConfigureAwait(false);
        }
        // The framework's reader of a part's headers throws ArgumentNullException for a file name that it cannot decode.
        catch (Exception e) when (e is InvalidDataException or ArgumentException or FormatException or IOException and not BadHttpRequestException)
        {
            throw new UcamException("The form cannot be read, or ends early; send multipart/form-data.", e);
        }
    }

    // The value of a field; null where it is left out or empty.
    private static string? One(IFormCollection form, string name) =>
        form[name] switch { [] => null, [var only] => only is { Length: > 0 } ? only : null, _ => throw Twice(name) };

    private static UcamException Twice(string name) => new($"{name} is there more than once; send it once.") { Field = name };

    private static int? Number(IFormCollection form, string name)
    {
        if (One(form, name) is not { } text) return null;
        if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number)) return number;
        string most = text.All(char.IsAsciiDigit) ? $" up to {int.MaxValue}" : "";
        throw new UcamException($"{name} is '{text}'; give a whole number{most}.") { Field = name };
    }

    private static bool? Switch(IFormCollection form, string name)
    {
        if (One(form, name) is not { } text) return null;
        return bool.TryParse(text, out bool on) ? on : throw new UcamException($"{name} is '{text}'; give true or false.") { Field = name };
    }
}

/// <summary>What is said beside the picture.</summary>
internal sealed record AskValues
{
    /// <summary>The id of a picture that was sent before.</summary>
    public string? Picture { get; init; }

    /// <summary>The question.</summary>
    public string? Question { get; init; }

    /// <summary>The name of a model; null to pick one.</summary>
    public string? Model { get; init; }

    /// <summary>Dropout passes; null for the usual 50.</summary>
    public int? Passes { get; init; }

    /// <summary>Drives dropout and noise; null for 1.</summary>
    public int? Seed { get; init; }

    /// <summary>Whether the parts of the doubt and what each word does are found too; null for no.</summary>
    public bool? Shares { get; init; }

    /// <summary>The name of a map, where one is asked for.</summary>
    public string? Map { get; init; }

    /// <summary>The options of the library.</summary>
    /// <exception cref="UcamException">A number is out of range.</exception>
    public AskOptions Options(int mostPasses)
    {
        var usual = new AskOptions();
        if (Passes is { } passes && (passes < 0 || passes > mostPasses))
            throw new UcamException($"passes is {passes}; it must be from 0 to {mostPasses} here.") { Field = "passes" };
        return usual with { Passes = Passes ?? Math.Min(usual.Passes, mostPasses), Seed = Seed ?? usual.Seed, DoubtShares = Shares ?? false };
    }
}

/// <summary>Reads requests without reflection.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(AskValues))]
internal sealed partial class AskJson : JsonSerializerContext;
