using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace Ucam.Vqa;

/// <summary>Registers models with an application's services.</summary>
public static class UcamServices
{
    private const string Category = "Ucam";

    /// <summary>
    /// Adds a <see cref="VqaModel"/> as a singleton that is loaded when it is first asked for and disposed with the services. It logs to
    /// the category Ucam. Further models are had by their names as keys; the first added is also had without one.
    /// </summary>
    /// <param name="services">The application's services.</param>
    /// <param name="nameOrPath">The name of a shipped model or the path of a checkpoint, and the key.</param>
    /// <returns>The services.</returns>
    public static IServiceCollection AddUcam(this IServiceCollection services, string nameOrPath)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentException.ThrowIfNullOrEmpty(nameOrPath);
        services.TryAddKeyedSingleton(nameOrPath, (provider, _) =>
            VqaModel.Load(nameOrPath, provider.GetService<ILoggerFactory>()?.CreateLogger(Category)));
        services.TryAddSingleton(provider => provider.GetRequiredKeyedService<VqaModel>(nameOrPath));
        return services;
    }
}
