package org.sallyport.adaptor.xmpp.xml;

/** What an element may contain. */
public sealed interface XmlNode permits XmlElement, XmlText {}
