using Ucam.Web.Hosting;

namespace Ucam.Web.Reviewing;

/// <summary>A database cannot be used just now, for which no caller can be blamed.</summary>
internal sealed class DatabaseException(string message, Exception inner) : UcamException(message, inner), IUnavailable;
